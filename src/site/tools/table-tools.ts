import {toolWords} from "../words/tool-words.ts";

const words = toolWords(document.documentElement.lang);
const PAGE = 25;

/** How a table stands at the moment, which outlives its rows being made anew. */
interface State {
  sort: {readonly column: number; readonly descending: boolean} | null;
  /** In lower case. */
  search: string;
  page: number;
  readonly isPaged: boolean;
  readonly pager: HTMLElement | null;
}

/** By the element that holds the table, which stays when a filter makes the table anew. */
const states = new WeakMap<Element, State>();

document.addEventListener("kizuna:renewed", ({target}) => {
  for (const table of (target as Element).querySelectorAll(".k-table")) if (states.has(holderOf(table))) arrange(table);
});

/** Sorts a table by the column of a head: numbers from the greatest, texts from A; then the other way round; then as it was. */
export function sortBy(head: Element): void {
  const table = head.closest(".k-table")!;
  const state = stateOf(table);
  const column = [...head.parentElement!.children].indexOf(head);
  const first = head.classList.contains("k-num");
  const {sort} = state;
  state.sort =
    sort?.column !== column
      ? {column, descending: first}
      : sort.descending === first
        ? {column, descending: !first}
        : null;
  state.page = 0;
  arrange(table);
}

/** Gives a table its pages, if it has many rows, and a search if it asks for one. */
export function equipTable(table: Element, {hasSearch}: {hasSearch: boolean}): void {
  const holder = holderOf(table);
  if (states.has(holder)) return;
  const pager = rowsOf(table).length > 2 * PAGE ? pagerFor(table) : null;
  states.set(holder, {sort: null, search: "", page: 0, isPaged: pager !== null, pager});
  if (hasSearch) holder.before(searchFor(table));
  if (pager) holder.after(pager);
  arrange(table);
}

function holderOf(table: Element): Element {
  return table.parentElement!;
}

function stateOf(table: Element): State {
  const holder = holderOf(table);
  const known = states.get(holder) ?? {sort: null, search: "", page: 0, isPaged: false, pager: null};
  states.set(holder, known);
  return known;
}

/** The table that a holder has now; a filter may have replaced the one that there was. */
function tableIn(holder: Element): Element {
  return holder.querySelector(":scope > .k-table")!;
}

function searchFor(table: Element): HTMLElement {
  const holder = holderOf(table);
  const input = document.createElement("input");
  input.type = "search";
  input.className = "k-table-search";
  input.placeholder = words.search;
  input.setAttribute("aria-label", words.search);
  input.addEventListener("input", () => {
    const state = states.get(holder)!;
    state.search = input.value.trim().toLocaleLowerCase();
    state.page = 0;
    arrange(tableIn(holder));
  });
  return input;
}

function pagerFor(table: Element): HTMLElement {
  const holder = holderOf(table);
  const pager = document.createElement("p");
  pager.className = "k-pager";
  const button = (text: string, label: string, step: number): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      states.get(holder)!.page += step;
      arrange(tableIn(holder));
    });
    return made;
  };
  const text = document.createElement("span");
  text.setAttribute("aria-live", "polite");
  pager.append(button("←", words.previous, -1), text, button("→", words.next, 1));
  return pager;
}

function rowsOf(table: Element): HTMLTableRowElement[] {
  return [...table.querySelectorAll<HTMLTableRowElement>(":scope > .k-scroll tbody > tr:not(.k-nothing)")];
}

/** A row's place in the table's own order. The row itself says it: copies of a table that is sorted are put back, too. */
function placeOf(row: HTMLElement): number {
  return Number(row.dataset["place"]);
}

/** Puts the rows in the order, and shows those of them, that the reader asked for. Paper has all. */
function arrange(table: Element): void {
  const state = stateOf(table);
  const rows = rowsOf(table);
  rows.forEach((row, i) => (row.dataset["place"] ??= String(i)));
  const body = table.querySelector(":scope > .k-scroll tbody")!;
  rows.sort((a, b) => comparison(state, a, b) || placeOf(a) - placeOf(b));
  body.append(...rows);
  markHeads(table, state);
  const found = rows.filter((row) => row.textContent.toLocaleLowerCase().includes(state.search));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  state.page = Math.min(Math.max(0, state.page), pages - 1);
  const start = state.isPaged ? state.page * PAGE : 0;
  const shown = new Set(state.isPaged ? found.slice(start, start + PAGE) : found);
  for (const row of rows) row.classList.toggle("k-off", !shown.has(row));
  sayNothing(body, found.length === 0 && rows.length > 0);
  sayPage(state, {start, shown: shown.size, found: found.length, pages});
}

function comparison({sort}: State, a: Element, b: Element): number {
  if (!sort) return 0;
  const [left, right] = [valueOf(a, sort.column), valueOf(b, sort.column)];
  // What is missing comes last either way.
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order =
    typeof left === "number" && typeof right === "number"
      ? left - right
      : collator.compare(String(left), String(right));
  return sort.descending ? -order : order;
}

const collator = new Intl.Collator(document.documentElement.lang, {numeric: true});

function valueOf(row: Element, column: number): number | string | null {
  const cell = row.children[column] as HTMLElement | undefined;
  if (!cell) return null;
  const {v} = cell.dataset;
  if (v !== undefined) return v === "" ? null : Number(v);
  return cell.textContent === "–" ? null : cell.textContent;
}

function markHeads(table: Element, {sort}: State): void {
  table.querySelectorAll(":scope > .k-scroll thead th").forEach((head, i) => {
    if (sort?.column === i) head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  const more = table.querySelector<HTMLElement>(".k-more");
  if (!more) return;
  more.dataset["text"] ??= more.textContent;
  more.textContent = sort ? `${more.dataset["text"]} ${words.sortedOf(rowsOf(table).length)}` : more.dataset["text"];
}

function sayNothing(body: Element, isNothing: boolean): void {
  body.querySelector(".k-nothing")?.remove();
  if (!isNothing) return;
  const row = document.createElement("tr");
  row.className = "k-nothing";
  const cell = row.insertCell();
  cell.colSpan = 99;
  cell.className = "k-empty";
  cell.textContent = words.none;
  body.append(row);
}

function sayPage(
  {pager, page}: State,
  {start, shown, found, pages}: {start: number; shown: number; found: number; pages: number}
): void {
  if (!pager) return;
  const [previous, next] = pager.querySelectorAll("button");
  previous!.disabled = page === 0;
  next!.disabled = page === pages - 1;
  pager.querySelector("span")!.textContent = words.rows(Math.min(found, start + 1), start + shown, found);
}
