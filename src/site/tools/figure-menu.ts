import {csvText} from "./csv-text.ts";
import {dataOf, listOf} from "./figure-data.ts";
import {pictureOf, rasterOf} from "./figure-picture.ts";
import {toolWords} from "../words/tool-words.ts";

const words = toolWords(document.documentElement.lang);

/** An entry of the menu; what it returns is said in its place for a moment. */
interface Entry {
  readonly text: string;
  run(): Promise<string | null> | string | null;
}

let open: {readonly menu: HTMLElement; readonly button: HTMLElement} | null = null;

/** Opens the menu of a figure at its button, or closes it. */
export function toggleMenu(figure: HTMLElement, button: HTMLElement): void {
  const wasOpen = open?.button === button;
  close();
  if (!wasOpen) show(figure, button);
}

function show(figure: HTMLElement, button: HTMLElement): void {
  const menu = document.createElement("div");
  menu.className = "k-figure-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", words.menu);
  menu.append(...entriesOf(figure).map(itemOf));
  button.after(menu);
  button.setAttribute("aria-expanded", "true");
  open = {menu, button};
  menu.addEventListener("keydown", move);
  (menu.firstElementChild as HTMLElement).focus();
}

function itemOf({text, run}: Entry): HTMLElement {
  const item = document.createElement("button");
  item.type = "button";
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  item.textContent = text;
  item.addEventListener("click", () => void act(item, run));
  return item;
}

async function act(item: HTMLElement, run: Entry["run"]): Promise<void> {
  const menu = open;
  try {
    const said = await run();
    // Another menu may be open by now.
    if (said === null) return open === menu ? close(true) : undefined;
    item.textContent = said;
  } catch (error) {
    item.textContent = words.failed(error instanceof Error ? error.message : String(error));
  }
  item.setAttribute("role", "status");
  setTimeout(() => open === menu && close(true), 2500);
}

function entriesOf(figure: HTMLElement): readonly Entry[] {
  const details = figure.querySelector<HTMLDetailsElement>(":scope > details.k-behind:not(.k-how, .k-list)");
  const svg = [...figure.querySelectorAll<SVGSVGElement>(":scope > :is(.k-wide, .k-narrow) svg.k-chart")].find((one) =>
    one.checkVisibility()
  );
  const table: Entry[] = details
    ? [
        {
          text: details.open ? words.hideTable : words.showTable,
          run() {
            details.open = !details.open;
            if (details.open) details.scrollIntoView({block: "nearest"});
            return null;
          }
        }
      ]
    : [];
  const how = figure.querySelector<HTMLDetailsElement>(":scope > details.k-how");
  const method: Entry[] = how
    ? [
        {
          text: how.querySelector("summary")!.textContent,
          run() {
            how.open = true;
            how.scrollIntoView({block: "nearest"});
            return null;
          }
        }
      ]
    : [];
  const data: Entry = {
    text: words.csv,
    async run() {
      save(new Blob([csvText(await dataOf(figure))], {type: "text/csv;charset=utf-8"}), nameOf(figure, "csv"));
      return null;
    }
  };
  const list: Entry[] = figure.querySelector(":scope > details.k-list")
    ? [
        {
          text: words.listCsv,
          async run() {
            save(
              new Blob([csvText(await listOf(figure))], {type: "text/csv;charset=utf-8"}),
              nameOf(figure, "list.csv")
            );
            return null;
          }
        }
      ]
    : [];
  const pictures: Entry[] = svg
    ? [
        {
          text: words.svg,
          run() {
            save(new Blob([pictureOf(figure, svg).text], {type: "image/svg+xml"}), nameOf(figure, "svg"));
            return null;
          }
        },
        {
          text: words.png,
          async run() {
            save(await rasterOf(pictureOf(figure, svg)), nameOf(figure, "png"));
            return null;
          }
        }
      ]
    : [];
  return [...table, data, ...list, ...pictures, {text: words.link, run: () => copyLink(figure)}, ...method];
}

async function copyLink({id}: HTMLElement): Promise<string> {
  const address = new URL(location.href);
  address.hash = id;
  // Where the clipboard is not allowed, the address bar has the link.
  history.replaceState(history.state, "", address);
  await navigator.clipboard?.writeText(address.href);
  return navigator.clipboard ? words.copied : address.href;
}

/** "retention-by-channel-2026-10-31.csv": the report, the figure, and the day its data ends. */
function nameOf({id}: HTMLElement, kind: string): string {
  const report = location.pathname
    .replace(/(index)?\.html$/, "")
    .split("/")
    .filter(Boolean)
    .at(-1);
  const {asof} = document.querySelector("main")!.dataset;
  return `${[report, id, asof].filter((part) => part !== undefined).join("-")}.${kind}`;
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function move(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).children] as HTMLElement[];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1
  };
  // Tab goes on from the button.
  if (event.key === "Escape" || event.key === "Tab") close(true);
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[next]!.focus();
}

function close(isFocused = false): void {
  if (!open) return;
  const {menu, button} = open;
  open = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (isFocused) button.focus();
}

document.addEventListener("pointerdown", ({target}) => {
  if (open && !open.menu.contains(target as Node) && !open.button.contains(target as Node)) close();
});
