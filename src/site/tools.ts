// What a reader does with a figure: a menu for its data and pictures, tables that sort. Small: each tool is loaded when it is first used.
import {toolWords} from "./tool-words.ts";

/** Gives the page's figures their tools; those that have them keep them. */
export function equipPage(): void {
  for (const figure of document.querySelectorAll<HTMLElement>(".k-figure")) {
    if (!figure.querySelector(":scope > .k-menu-button")) addMenu(figure);
    equipTables(figure);
  }
}

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

/** Heads that the keyboard reaches; pages for a long table that is the figure itself, a search for one that asks for it. */
function equipTables(figure: Element): void {
  for (const head of figure.querySelectorAll<HTMLElement>(".k-table thead th")) head.tabIndex = 0;
  const table = figure.querySelector<HTMLElement>(":scope > .k-body > .k-table");
  const hasSearch = table?.dataset["search"] !== undefined;
  if (!table || (!hasSearch && table.querySelectorAll("tbody tr").length <= 50)) return;
  void import("./table-tools.ts").then(({equipTable}) => equipTable(table, {hasSearch}));
}

function sort(event: Event): void {
  const head = (event.target as Element).closest(".k-table thead th");
  if (!head) return;
  event.preventDefault();
  void import("./table-tools.ts").then(({sortBy}) => sortBy(head));
}

document.addEventListener("click", sort);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") sort(event);
});
document.addEventListener("kizuna:renewed", ({target}) => equipTables(target as Element));
equipPage();
