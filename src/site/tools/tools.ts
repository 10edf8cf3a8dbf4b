// What a reader does with a figure: a menu for its data and pictures, tables that sort. Small: each tool is loaded when it is first used.
import {toolWords} from "../words/tool-words.ts";

/** Gives the page's figures their tools; those that have them keep them. */
export function equipPage(): void {
  for (const figure of document.querySelectorAll<HTMLElement>(".k-figure")) {
    if (!figure.querySelector(":scope > .k-menu-button")) addMenu(figure);
    equipFigure(figure);
  }
}

/** What a figure loses when it is made anew. */
function equipFigure(figure: Element): void {
  equipTables(figure);
  for (const chart of figure.querySelectorAll("svg.k-chart:not([tabindex])")) chart.setAttribute("tabindex", "0");
}

/** What reads a chart out; it comes with the first pointer or focus that turns to one. */
const tooltip = () => import("./tooltip.ts");

function chartOf(event: Event): SVGSVGElement | null {
  return (event.target as Element).closest<SVGSVGElement>(".k-figure svg.k-chart");
}

function point(event: PointerEvent): void {
  const chart = chartOf(event);
  if (chart) void tooltip().then(({pointAt}) => pointAt(chart, event));
  else if (isReading) void tooltip().then(({hideTip}) => hideTip());
  isReading = chart !== null;
}

/** Whether the pointer was on a chart when it last moved. */
let isReading = false;

/** The button that opens a figure's menu. */
function addMenu(figure: HTMLElement): void {
  const button = document.createElement("button");
  const {menu} = toolWords(document.documentElement.lang);
  button.type = "button";
  button.className = "k-menu-button";
  button.textContent = "⋯";
  button.title = menu;
  for (const [name, value] of Object.entries({haspopup: "menu", expanded: "false", label: menu}))
    button.setAttribute(`aria-${name}`, value);
  button.addEventListener("click", () => {
    void import("./figure-menu.ts").then(({toggleMenu}) => toggleMenu(figure, button));
  });
  figure.prepend(button);
}

/** Heads of tables that nothing folds in, and that no script has come to yet. */
const PLAIN_HEADS = ".k-table > .k-scroll thead th:not(:has(button), :empty, details:not([open]) *)";

/** Makes the texts of a table's heads buttons, which a keyboard reaches. */
function equipHeads(place: Element): void {
  for (const head of place.querySelectorAll(PLAIN_HEADS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
  }
}

/** Heads that sort; pages for a long table that is the figure itself, a search for one that asks for it. */
function equipTables(figure: Element): void {
  equipHeads(figure);
  const table = figure.querySelector<HTMLElement>(":scope > .k-body > .k-table");
  const hasSearch = table?.dataset["search"] !== undefined;
  if (!table || (!hasSearch && table.querySelectorAll("tbody tr").length <= 50)) return;
  void import("./table-tools.ts").then(({equipTable}) => equipTable(table, {hasSearch}));
}

function sort(event: Event): void {
  const head = (event.target as Element).closest(".k-table > .k-scroll thead th");
  if (!head) return;
  void import("./table-tools.ts").then(({sortBy}) => sortBy(head));
}

/** The SQL of a figure comes when somebody asks how it is computed. */
function explain({target}: Event): void {
  const how = target as Element;
  if (!how.matches("details.k-how[open]:not(:has(.k-sql))")) return;
  void import("./how-sql.ts").then(({showSql}) => showSql(how));
}

/** What is written until the search box has come; null while nobody waits for it. */
let written: string | null = null;

/** The search box comes with the first press of its button, or of "/" where nobody writes. */
function seek(event: Event): void {
  const target = event.target as Element;
  const isKey = event instanceof KeyboardEvent;
  if (isKey && written !== null) return writeAhead(event, written);
  if (isKey && (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || target.closest(WRITING))) return;
  const button = isKey ? document.querySelector<HTMLElement>(".k-search") : target.closest<HTMLElement>(".k-search");
  if (!button) return;
  event.preventDefault();
  written ??= "";
  void import("./search.ts").then(({openSearch}) => openSearch(button, written ?? "")).finally(() => (written = null));
}

/** Keeps a letter for the box, or takes one back. */
function writeAhead(event: KeyboardEvent, before: string): void {
  const {key} = event;
  if (event.ctrlKey || event.metaKey || event.altKey || (key.length !== 1 && key !== "Backspace")) return;
  event.preventDefault();
  written = key === "Backspace" ? before.slice(0, -1) : before + key;
}

const WRITING = "input, textarea, select, dialog, [contenteditable]";

/** Marks in the contents the section that is being read. */
function followSections(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".k-contents a")];
  const heads = links.flatMap(({hash}) => document.getElementById(decodeURIComponent(hash.slice(1))) ?? []);
  if (heads.length === 0 || !("IntersectionObserver" in window)) return;
  const observer = new IntersectionObserver(
    () => {
      const above = heads.findLastIndex((head) => head.getBoundingClientRect().top < innerHeight / 3);
      for (const [i, link] of links.entries())
        if (i === above) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    },
    {rootMargin: "0px 0px -66% 0px"}
  );
  for (const head of heads) observer.observe(head);
}

document.addEventListener("toggle", explain, true);
document.addEventListener("toggle", ({target}) => equipHeads(target as Element), true);
document.addEventListener("click", seek);
document.addEventListener("keydown", seek);
document.addEventListener("click", sort);
document.addEventListener("pointermove", point);
document.addEventListener("pointerdown", point);
document.addEventListener("focusout", (event) => {
  if (chartOf(event)) void tooltip().then(({hideTip}) => hideTip());
});
document.addEventListener("keydown", (event) => {
  const chart = chartOf(event);
  if (chart && /^(Arrow|Home$|End$|Escape$)/.test(event.key)) {
    event.preventDefault();
    void tooltip().then(({walk}) => walk(chart, event.key));
  }
});
document.addEventListener("kizuna:updated", equipPage);
document.addEventListener("kizuna:renewed", ({target}) => equipFigure(target as Element));
equipPage();
followSections();
if (document.querySelector("[data-snapshots]"))
  void import("../snapshots/notice.ts").then(({tellNewer}) => tellNewer()).catch(() => undefined); // a host that is gone leaves the page as it is
