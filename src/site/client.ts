// Tier 1: makes a baked page live. Small on purpose: what computes and draws is loaded when the page is idle, or on the reader's first move toward a filter.
import {listenToCharts} from "./cross-filter.ts";
import {FilterBar} from "./filter-bar.ts";
import type {Inputs} from "./inputs.ts";
import type {LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import {refreshFigures} from "./refresh.ts";
import {isAsBuilt, queryOf, selectionOf} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {listenToSliders, withSliders} from "./sliders.ts";
import {SqlFigures} from "./sql-figures.ts";

/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

const block = document.getElementById("k-live");
if (block) start(JSON.parse(block.textContent) as LivePage);

function start(page: LivePage): void {
  const main = document.querySelector("main")!;
  let report: Promise<LiveReport> | null = null;
  let wanted: Selection = selectionOf(location.search, page);
  const load = (): Promise<LiveReport> =>
    (report ??= import("./live.ts").then(({openReport}) => openReport(page, ROOT, document)));

  const queries = page.sql ? new SqlFigures(page, page.sql, {root: ROOT, load}) : null;
  const intent = () => void load().catch(() => undefined);
  const choose = (selection: Selection): void => {
    history.pushState(null, "", `${location.pathname}${queryOf(selection, page, location.search)}${location.hash}`);
    show(selection);
  };
  const bar = document.getElementById("k-filters")
    ? new FilterBar(page, {
        change: (chosen) => choose({...wanted, period: null, compare: null, ...chosen}),
        preview: (chosen) => show({...wanted, ...chosen}),
        intent
      })
    : null;
  let inputs: Inputs | null = null;
  if (page.inputs.length > 0)
    void import("./inputs.ts").then(({Inputs}) => {
      inputs = new Inputs(page, {change: (chosen) => choose({...wanted, inputs: chosen}), intent});
      inputs.show(wanted);
    });

  /** The bar and the figures that are on screen answer within the reader's own event; what takes the database comes after the frame that shows them. */
  function show(selection: Selection): void {
    wanted = selection;
    bar?.show(selection);
    inputs?.show(selection);
    main.setAttribute("aria-busy", "true");
    void refresh(selection);
    afterFrame(() => {
      if (wanted !== selection) return;
      carryOver(queryOf(selection, page, location.search));
      queries?.show(selection);
    });
  }

  async function refresh(selection: Selection): Promise<void> {
    try {
      const live = await load();
      // A later choice may have overtaken this one while the files came.
      if (wanted !== selection) return;
      bar?.count(live.customers(selection));
      if (!(await refreshFigures(page, {report: live, current: withSliders}, selection))) return;
    } catch (error) {
      report = null;
      const why = error instanceof Error ? error.message : String(error);
      if (bar) bar.fail(why);
      else inputs?.fail(why);
    }
    if (wanted === selection) main.removeAttribute("aria-busy");
  }

  if (page.dimensions.length > 0) listenToCharts(page, {selection: () => wanted, choose});
  listenToSliders(page, {load, selection: () => wanted});
  addEventListener("popstate", () => show(selectionOf(location.search, page)));
  if (!isAsBuilt(wanted)) show(wanted);
  else if (document.readyState === "complete") whenIdle(load);
  else addEventListener("load", () => whenIdle(load), {once: true});
}

function afterFrame(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

function whenIdle(load: () => Promise<unknown>): void {
  const run = () => void load().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(run, {timeout: 4000});
  else setTimeout(run, 1500);
}

/** Links to other reports take the filters along. */
function carryOver(query: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".k-reports a, .k-languages a, .k-near a, .k-brand"))
    link.search = query;
}
