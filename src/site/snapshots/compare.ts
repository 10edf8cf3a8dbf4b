// The page that compares two snapshots: reads the two that a reader chooses, and shows what differs.
import {createFormat} from "../../charts/format.ts";
import {snapshotWords} from "../words/snapshot-words.ts";
import {element} from "../views/element.ts";
import {folderOf} from "../views/link.ts";
import {loadWords} from "../words/load-words.ts";
import {compareSnapshots} from "./comparison.ts";
import type {Step} from "./comparison.ts";
import {comparisonView, figuresView} from "./comparison-view.ts";
import type {ComparedReport} from "./comparison-view.ts";
import {figureChanges} from "./figures.ts";
import type {ReportJson} from "./figures.ts";
import {parseJson} from "./json.ts";
import {PackedError, contentOf} from "./pack/content.ts";
import {fetchedSite} from "./pack/fetched-site.ts";
import type {SnapshotRecord} from "./record.ts";
import type {SnapshotStyle} from "./style.ts";

/** What the page is given: its language, and every snapshot. */
export interface CompareData {
  readonly lang: string;
  readonly currency: string;
  readonly steps: readonly Step[];
}

const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");
const site = fetchedSite(ROOT, false);
const data = JSON.parse(document.getElementById("k-compare")!.textContent) as CompareData;
const form = document.querySelector<HTMLFormElement>(".k-choice")!;
const place = document.querySelector<HTMLElement>(".k-compared")!;
const status = document.querySelector<HTMLElement>(".k-status")!;
const [from, to] = ["from", "to"].map((name) => form.elements.namedItem(name) as HTMLSelectElement) as [
  HTMLSelectElement,
  HTMLSelectElement
];
const baked = {from: from.value, to: to.value, content: [...place.childNodes]};
/** Which comparison is wanted last. */
let turn = 0;

form.addEventListener("change", () => choose());
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("button")!.addEventListener("click", () => {
  [from.value, to.value] = [to.value, from.value];
  choose();
});
addEventListener("popstate", () => follow());
follow();

function choose(): void {
  history.pushState(null, "", `?${new URLSearchParams({from: from.value, to: to.value}).toString()}`);
  void show();
}

/** Shows what the address says; what it does not say is the newest two. */
function follow(): void {
  const query = new URLSearchParams(location.search);
  const known = (name: string, otherwise: string) => {
    const id = query.get(name);
    return data.steps.some((step) => step.id === id) ? id! : otherwise;
  };
  [from.value, to.value] = [known("from", baked.from), known("to", baked.to)];
  void show();
}

async function show(): Promise<void> {
  const own = ++turn;
  const tell = (line: string) => {
    if (own === turn) status.textContent = line;
  };
  const {lang, currency, steps} = data;
  const text = snapshotWords(lang);
  tell("");
  // An earlier choice that this one overtakes never says that it is done.
  place.removeAttribute("aria-busy");
  if (from.value === to.value) {
    place.replaceChildren();
    return tell(text.comparison.same);
  }
  if (from.value === baked.from && to.value === baked.to) return place.replaceChildren(...baked.content);
  place.setAttribute("aria-busy", "true");
  try {
    const [words, before, after] = await Promise.all([loadWords(lang), record(from.value), record(to.value)]);
    if (own !== turn) return;
    const style: SnapshotStyle = {document, format: createFormat({lang, currency}), words, text};
    const figures = element(document, "div", {}, []);
    place.replaceChildren(...comparisonView(compareSnapshots(before, after, steps), figures, style));
    place.removeAttribute("aria-busy");
    const compared: ComparedReport[] = [];
    const shared = reportsOf(before, after, lang);
    for (const [i, {path, title}] of shared.entries()) {
      figures.replaceChildren(
        element(document, "p", {class: "k-note"}, [text.comparison.loading(i + 1, shared.length)])
      );
      const [then, now] = await Promise.all([report(before.id, path), report(after.id, path)]);
      if (own !== turn) return;
      if (then && now)
        compared.push({title, page: `../${pagePath(after.id, path)}index.html`, ...figureChanges(then, now)});
    }
    figures.replaceChildren(figuresView(compared, style));
  } catch (error) {
    if (own === turn) place.removeAttribute("aria-busy");
    tell(text.comparison.failed(error instanceof Error ? error.message : String(error)));
  }
}

/** Reports that both snapshots have, in the page's language; in any where there is none in it. */
function reportsOf(before: SnapshotRecord, after: SnapshotRecord, lang: string): SnapshotRecord["reports"] {
  const both = after.reports.filter(({path}) => before.reports.some((one) => one.path === path));
  const own = both.filter((one) => one.lang === lang);
  return own.length > 0 ? own : both;
}

function pagePath(id: string, path: string): string {
  return `snapshots/${id}/${folderOf(path)}`;
}

/** @throws {PackedError} */
async function record(id: string): Promise<SnapshotRecord> {
  const bytes = await contentOf(`snapshots/${id}/snapshot.json`, site);
  return JSON.parse(new TextDecoder().decode(bytes)) as SnapshotRecord;
}

/** A report's figures, of a packed snapshot, too; null where they are not there, or not open. */
async function report(id: string, path: string): Promise<ReportJson | null> {
  try {
    const bytes = await contentOf(`snapshots/${id}/${path === "" ? "" : `${path}/`}index.json`, site);
    return parseJson(new TextDecoder().decode(bytes)) as ReportJson | null;
  } catch (error) {
    if (error instanceof PackedError && error.reason === "missing") return null;
    throw error;
  }
}
