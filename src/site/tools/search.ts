import {pageAddress, siteJson} from "../live/site-files.ts";
import type {SearchPage} from "./search-index.ts";
import {marked, search} from "./search-match.ts";
import type {Found} from "./search-match.ts";
import {searchWords} from "../words/search-words.ts";

const words = searchWords(document.documentElement.lang);

let box: {readonly dialog: HTMLDialogElement; readonly field: HTMLInputElement} | null = null;
let pages: Promise<readonly SearchPage[]> | null = null;

/** Opens the search of all reports of the page's language. @param button says where the index is, and how pages are linked. @param written what the reader has written already. */
export function openSearch({dataset}: HTMLElement, written: string): void {
  box ??= makeBox({index: dataset["index"]!, root: dataset["root"]!, end: dataset["end"]!});
  box.dialog.showModal();
  box.field.select();
  if (written === "") return;
  box.field.value = written;
  box.field.dispatchEvent(new Event("input"));
}

interface Where {
  readonly index: string;
  readonly root: string;
  readonly end: string;
}

function makeBox(where: Where): NonNullable<typeof box> {
  const dialog = document.createElement("dialog");
  dialog.className = "k-search-box";
  dialog.setAttribute("aria-label", words.search);
  const field = Object.assign(document.createElement("input"), {
    type: "search",
    placeholder: words.placeholder,
    autocomplete: "off"
  });
  field.setAttribute("aria-label", words.placeholder);
  const status = Object.assign(document.createElement("p"), {className: "k-search-status"});
  status.setAttribute("role", "status");
  const list = Object.assign(document.createElement("ul"), {className: "k-search-list"});
  dialog.append(field, status, list);
  document.body.append(dialog);
  field.addEventListener("input", () => void answer(field.value, {where, list, status}));
  dialog.addEventListener("keydown", (event) => walk(event, field, list));
  dialog.addEventListener("click", ({target}) => {
    // The backdrop belongs to the dialog; a link within the page leaves it open.
    if (target === dialog || (target as Element).closest("a")) dialog.close();
  });
  return {dialog, field};
}

async function answer(
  query: string,
  {where, list, status}: {where: Where; list: HTMLElement; status: HTMLElement}
): Promise<void> {
  try {
    pages ??= siteJson("search", where.index) as Promise<readonly SearchPage[]>;
    const found = search(await pages, query);
    list.replaceChildren(...found.map((one) => item(one, query, where)));
    status.textContent = query.trim() === "" ? "" : words.found(found.length);
  } catch (error) {
    pages = null;
    list.replaceChildren();
    status.textContent = words.failed(error instanceof Error ? error.message : String(error));
  }
}

function item(found: Found, query: string, where: Where): HTMLElement {
  const {excerpt, id, kind, page, path, title} = found;
  const link = document.createElement("a");
  link.href = `${pageAddress(path, where)}${location.search}${id === null ? "" : `#${encodeURIComponent(id)}`}`;
  const head = Object.assign(document.createElement("b"), {});
  head.append(...withMarks(title, query));
  const place = Object.assign(document.createElement("small"), {
    textContent: kind === "page" ? words.report : page
  });
  const text = document.createElement("span");
  text.append(...withMarks(excerpt, query));
  link.append(head, place, text);
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}

function withMarks(text: string, query: string): readonly Node[] {
  return marked(text, query).map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    return Object.assign(document.createElement("mark"), {textContent: part});
  });
}

/** Arrows walk from the field through what was found and back; Enter in the field takes the first. */
function walk(event: KeyboardEvent, field: HTMLInputElement, list: HTMLElement): void {
  // Enter and arrows that choose among an input method's words are its own; Safari says so by the key's code.
  if (event.isComposing || event.keyCode === 229) return;
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === "Enter" && document.activeElement === field) links[0]?.click();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) field.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}
