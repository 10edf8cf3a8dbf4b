import type {Element, ElementContent, Root as HastRoot} from "hast";
import type {Code, Nodes, Parents, Root} from "mdast";
import type {ContainerDirective} from "mdast-util-directive";
import {directiveFromMarkdown} from "mdast-util-directive";
import {directive} from "micromark-extension-directive";
import rehypeSanitize, {defaultSchema} from "rehype-sanitize";
import rehypeSlug from "rehype-slug";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import {unified} from "unified";
import type {Processor} from "unified";
import {visit} from "unist-util-visit";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {nearest, suggestion} from "../text/suggest.ts";
import {takeCallout} from "./callouts.ts";
import {KINDS} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {levelContainers} from "./containers.ts";
import {joinWideLines} from "./line-breaks.ts";
import {isVariable} from "./expression.ts";

/** The containers, each with its attributes. */
const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  grid: ["cols"],
  card: ["title"],
  tabs: [],
  tab: ["title"],
  details: ["title"],
  example: []
};

/** The style sheet knows so many. */
const MOST_TABS = 8;

/**
 * A report's body as an HTML tree, in which `<k-cell data-index>` stands for the cells, `<k-grid data-cols>`, `<k-card data-title>`, `<k-tabs>`, `<k-tab data-title>`, `<k-details data-title>` and `<k-example data-source>` for containers, `<k-callout data-kind>` for quotations that begin with `[!NOTE]`. Raw HTML is shown as text,
 * its comments are left out, links of other schemes than http(s) and mailto lose their target. Ids of headings are unique, and none is a cell's name.
 *
 * @throws {ReportError} at a fence or container that never closes, an unknown kind of cell or container, a name that is no name, a cell or container in a list or quotation, a link whose
 *   scheme would be a value's, a tab outside of tabs.
 * @param text the whole file, of which examples show their part as it is written.
 */
export function readMarkdown(body: string, file: string, text = body): {tree: HastRoot; cells: readonly Cell[]} {
  const levelled = levelContainers(body, file);
  const markdown = unified().use(remarkParse).use(remarkGfm).use(containers).parse(levelled.body) as Root;
  joinWideLines(markdown);
  const cells: Cell[] = [];
  const counts = new Map<string, number>();
  const opened = new Set<number>();
  visit(markdown, (node, _, parent) => {
    const at = {file, line: node.position!.start.line};
    if (node.type === "link" || node.type === "definition") requireScheme(node.url, at);
    if (node.type === "blockquote") {
      const kind = takeCallout(node, at);
      if (kind) node.data = {...node.data, hName: "k-callout", hProperties: {dataKind: kind}};
    }
    if (node.type !== "containerDirective" && node.type !== "code") return;
    if (node.type === "containerDirective") {
      opened.add(at.line);
      requireOpen(`:::${node.name}`, parent, at);
      node.data = {...node.data, ...containerElement(node, {at, parent, text})};
      return;
    }
    const cell = maybeCell(node, at, counts);
    if (cell) {
      requireOpen(`the ${cell.kind} cell`, parent, at);
      node.data = {...node.data, hName: "k-cell", hProperties: {dataIndex: cells.length}, hChildren: []};
      cells.push(cell);
    }
  });
  const unread = levelled.openings.find((line) => !opened.has(line));
  if (unread !== undefined)
    throw new ReportError(
      `container "${body.split("\n")[unread - 1]!.trim()}" cannot be read`,
      {file, line: unread},
      "write it like :::grid{cols=2}, alone on its line"
    );
  const tree = unified()
    .use(remarkRehype, {handlers: {code: codeHandler, html: htmlHandler}})
    .use(rehypeSanitize, SCHEMA)
    .use(rehypeSlug)
    .runSync(markdown) as HastRoot;
  partIds(tree, new Set(cells.map(({name}) => name)));
  return {tree, cells};
}

/** A page places cells and containers between its blocks of prose, not inside them. */
function requireOpen(what: string, parent: Parents | undefined, at: Place): void {
  if (parent?.type === "root" || parent?.type === "containerDirective") return;
  throw new ReportError(
    `${what} stands in a ${parent?.type === "listItem" ? "list" : "quotation"}`,
    at,
    "begin it at the start of the line"
  );
}

/** A value comes into an address after the schemes have been checked: it must not be what says the scheme. */
function requireScheme(address: string, at: Place): void {
  if (/^[^:/?#]*\uE000/.test(address))
    throw new ReportError("the address of a link begins with ${…}", at, "begin it with https:// or with ./");
}

/** Figures have their cell's name for an id: a heading of the same id takes another one. */
function partIds(tree: HastRoot, taken: ReadonlySet<string>): void {
  visit(tree, "element", ({properties}) => {
    const {id} = properties;
    if (typeof id === "string" && taken.has(id)) properties["id"] = `${id}-section`;
  });
}

/** Only `:::name{…}` is read: `:name` and `::name` are prose, as in "at 10:30". */
function containers(this: Processor): void {
  const data = this.data();
  const {flow} = directive();
  const container = flow![58]; // 58 is ":"; the constructs are [container, leaf]
  const first = Array.isArray(container) ? container.find((construct) => construct.concrete === true) : container;
  (data.micromarkExtensions ??= []).push({flow: {58: first!}});
  (data.fromMarkdownExtensions ??= []).push(directiveFromMarkdown());
}

const SCHEMA = {
  ...defaultSchema,
  clobber: [],
  tagNames: [
    ...(defaultSchema.tagNames ?? []),
    "k-cell",
    "k-grid",
    "k-card",
    "k-tabs",
    "k-tab",
    "k-details",
    "k-example",
    "k-callout"
  ],
  protocols: {...defaultSchema.protocols, href: ["http", "https", "mailto"]},
  attributes: {
    ...defaultSchema.attributes,
    "k-cell": ["dataIndex"],
    "k-grid": ["dataCols"],
    "k-card": ["dataTitle"],
    "k-tab": ["dataTitle"],
    "k-details": ["dataTitle"],
    "k-example": ["dataSource"],
    "k-callout": ["dataKind"]
  }
};

/** The element that stands for a container. @throws {ReportError} at an unknown one, or at its attributes. */
function containerElement(
  node: ContainerDirective,
  {at, parent, text}: {at: Place; parent: Parents | undefined; text: string}
): {hName: string; hProperties: Record<string, string | number>} {
  const allowed = CONTAINERS[node.name];
  if (!allowed)
    throw new ReportError(`unknown container ":::${node.name}"`, at, suggestion(node.name, Object.keys(CONTAINERS)));
  const attributes = node.attributes ?? {};
  const unknown = Object.keys(attributes).find((key) => !allowed.includes(key));
  if (unknown !== undefined)
    throw new ReportError(`unknown attribute "${unknown}" of :::${node.name}`, at, suggestion(unknown, allowed));
  if (node.name === "example") {
    const {start, end} = node.position!;
    return {hName: "k-example", hProperties: {dataSource: exampleSource(text, start.line, end.line)}};
  }
  if (node.name === "tabs") return {hName: "k-tabs", hProperties: tabsOf(node, at)};
  const isTab = node.name === "tab";
  if (isTab && !(parent?.type === "containerDirective" && parent.name === "tabs"))
    throw new ReportError(":::tab stands outside of :::tabs", at, "put it between :::tabs and its closing :::");
  if ((isTab || node.name === "details") && !attributes["title"]?.trim())
    throw new ReportError(`:::${node.name} has no title`, at, `write :::${node.name}{title="…"}`);
  if (node.name !== "grid") return {hName: `k-${node.name}`, hProperties: {dataTitle: attributes["title"] ?? ""}};
  const cols = Number(attributes["cols"] ?? 2);
  if (!Number.isInteger(cols) || cols < 1 || cols > 4)
    throw new ReportError(`cols of :::grid cannot be "${attributes["cols"]}"`, at, "1 to 4");
  return {hName: "k-grid", hProperties: {dataCols: cols}};
}

/** Nothing but tabs stands in tabs. */
function tabsOf({children}: ContainerDirective, at: Place): Record<string, never> {
  const other = children.find((child) => child.type !== "containerDirective" || child.name !== "tab");
  if (other || children.length === 0)
    throw new ReportError(
      other ? "something stands in :::tabs outside of its tabs" : ":::tabs holds no tab",
      {...at, line: other?.position?.start.line ?? at.line},
      'write :::tab{title="…"} … ::: inside'
    );
  if (children.length > MOST_TABS)
    throw new ReportError(
      `:::tabs holds ${children.length} tabs`,
      at,
      `at most ${MOST_TABS}: more are a page of their own`
    );
  return {};
}

/** The lines between the two fences, as they are written. */
function exampleSource(text: string, first: number, last: number): string {
  return text
    .split(/\r?\n/)
    .slice(first, last - 1)
    .join("\n")
    .trim();
}

/** The cell that a fence holds; null for code of another language, which is shown as it is. */
function maybeCell(node: Code, at: Place, counts: Map<string, number>): Cell | null {
  const kind = node.lang ?? "";
  if (!KINDS.includes(kind)) {
    const near = nearKind(kind);
    if (near !== null) throw new ReportError(`unknown kind of cell "${kind}"`, at, `did you mean "${near}"?`);
    return null;
  }
  const given = node.meta?.trim() ?? "";
  if (given !== "" && !isVariable(given))
    throw new ReportError(
      `"${given}" is no name for a cell`,
      at,
      "one word of letters, digits and _ that JavaScript does not reserve"
    );
  const n = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, n);
  return {kind, name: given || `${kind}-${n}`, source: node.value, place: at};
}

/** The kind that a fence's language was probably meant to be; null for languages. Of three letters too many are languages: only the same letters count. */
function nearKind(language: string): string | null {
  if (language.length >= 4) return nearest(language, KINDS);
  const letters = (word: string) => [...word.toLowerCase()].sort().join("");
  return KINDS.find((kind) => letters(kind) === letters(language)) ?? null;
}

function codeHandler(_: unknown, node: Code): Element {
  const data = node.data as {hName?: string; hProperties?: Record<string, number>} | undefined;
  if (data?.hName === "k-cell") return element("k-cell", data.hProperties ?? {}, []);
  return element("pre", {}, [element("code", {}, [{type: "text", value: `${node.value}\n`}])]);
}

function htmlHandler(_: unknown, node: Nodes): ElementContent | undefined {
  const value = (node as {value: string}).value.replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  return value.trim() === "" ? undefined : {type: "text", value};
}

function element(tagName: string, properties: Record<string, number | string>, children: ElementContent[]): Element {
  return {type: "element", tagName, properties, children};
}
