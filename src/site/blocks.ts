import type {Element, ElementContent, Root, RootContent} from "hast";
import {toHtml} from "hast-util-to-html";
import {toString} from "hast-util-to-string";
import {visit} from "unist-util-visit";
import {InputError, ReportError} from "../errors.ts";
import type {Callout} from "../notebook/callouts.ts";
import type {Cell} from "../notebook/cell.ts";
import {splitMarks} from "../notebook/inline.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import {figureOf} from "./figure.ts";
import type {Style} from "./metric-figure.ts";
import type {Block, Heading} from "./page.ts";
import type {Words} from "./words/words.ts";

/** A report's body as it is placed on the page. */
export interface Body {
  /** Plain text of the page's own heading. */
  readonly title: string;
  readonly headings: readonly Heading[];
  readonly blocks: readonly Block[];
}

/** The page's style, and which of its inputs something on it follows. */
export interface BodyStyle extends Style {
  readonly followed: ReadonlySet<string>;
  /** Told of each cell whose rows cannot be drawn as it asks. */
  fail(cell: Cell, mistake: ReportError): void;
}

/** The blocks of a report that has run: prose with its values, containers, figures; a failed cell is a problem in its place. */
export function bodyOf({report, outputs, inlines}: Evaluated, style: BodyStyle): Body {
  const tree = structuredClone(report.tree);
  fillIn(tree, inlines);
  nameCallouts(tree, style.words.page.callouts);
  const title = takeTitle(tree, report.matter.title) ?? (report.path || "Report");
  const headings: Heading[] = [];
  visit(tree, "element", (node) => {
    const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
    if (depth) headings.push({depth: Number(depth), id: String(node.properties["id"] ?? ""), text: toString(node)});
  });
  return {title, headings, blocks: blocksOf(tree.children, outputs, style)};
}

/** A callout is prose with a head: what kind of remark it is. */
function nameCallouts(tree: Root, names: Words["page"]["callouts"]): void {
  visit(tree, "element", (node) => {
    if (node.tagName !== "k-callout") return;
    const kind = String(node.properties["dataKind"]) as Callout;
    const head: Element = {
      type: "element",
      tagName: "p",
      properties: {className: ["k-callout-title"]},
      children: [{type: "text", value: names[kind]}]
    };
    Object.assign(node, {tagName: "div", properties: {className: ["k-callout"], dataKind: kind, role: "note"}});
    node.children = [head, ...node.children.filter(({type}) => type === "element")];
  });
}

/** Puts the values of inline expressions where their marks stand; in text they are marked as values, in attributes they are plain. */
function fillIn(tree: Root, inlines: readonly string[]): void {
  visit(tree, (node, index, parent) => {
    if (node.type === "text" && parent && index !== undefined) {
      const parts = splitMarks(node.value);
      if (parts.length === 1) return undefined;
      const filled = parts
        .filter((part) => part !== "")
        .map((part, i): ElementContent =>
          typeof part === "string" ? {type: "text", value: part} : value(inlines[part]!, part, i)
        );
      (parent as Element).children.splice(index, 1, ...filled);
      return index + filled.length;
    }
    // An example shows its text as it is written.
    if (node.type === "element" && node.tagName !== "k-example")
      for (const [name, property] of Object.entries(node.properties))
        if (typeof property === "string")
          node.properties[name] = splitMarks(property)
            .map((part) => (typeof part === "number" ? inlines[part]! : part))
            .join("");
    return undefined;
  });
}

function value(text: string, index: number, _: number): ElementContent {
  return {
    type: "element",
    tagName: "span",
    properties: {className: ["k-value"], dataInline: index},
    children: [{type: "text", value: text}]
  };
}

/** The page's heading: that of the front matter, else the first `#`, which is taken out. Other headings then stand below it. */
function takeTitle(tree: Root, given: string | undefined): string | null {
  const first = tree.children.findIndex((node) => node.type === "element" && node.tagName === "h1");
  const text = first < 0 ? null : toString(tree.children[first] as Element);
  if (first >= 0 && (given === undefined || given === text)) tree.children.splice(first, 1);
  const hasMore = tree.children.some((node) => node.type === "element" && node.tagName === "h1");
  if (hasMore)
    visit(tree, "element", (node) => {
      const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
      if (depth) node.tagName = `h${Math.min(6, Number(depth) + 1)}`;
    });
  return given ?? text;
}

function blocksOf(nodes: readonly RootContent[], outputs: readonly Output[], style: BodyStyle): readonly Block[] {
  const blocks: Block[] = [];
  let prose: RootContent[] = [];
  const flush = () => {
    const html = toHtml({type: "root", children: prose}).trim();
    if (html !== "") blocks.push({type: "html", html});
    prose = [];
  };
  for (const node of nodes) {
    if (node.type !== "element" || !node.tagName.startsWith("k-")) {
      prose.push(node);
      continue;
    }
    flush();
    if (node.tagName === "k-cell") blocks.push(...cellBlocks(outputs[Number(node.properties["dataIndex"])]!, style));
    else if (node.tagName === "k-grid")
      blocks.push({
        type: "grid",
        cols: Number(node.properties["dataCols"]),
        blocks: blocksOf(node.children, outputs, style)
      });
    else if (node.tagName === "k-tabs")
      blocks.push({
        type: "tabs",
        id: `k-tabs-${node.position?.start.line ?? 0}`,
        tabs: node.children.flatMap((tab) =>
          tab.type === "element" && tab.tagName === "k-tab"
            ? [{title: titleOf(tab), blocks: blocksOf(tab.children, outputs, style)}]
            : []
        )
      });
    else {
      const inner = blocksOf(node.children, outputs, style);
      if (node.tagName === "k-details") blocks.push({type: "details", title: titleOf(node), blocks: inner});
      else if (node.tagName === "k-example")
        blocks.push({type: "example", source: String(node.properties["dataSource"]), blocks: inner});
      else blocks.push({type: "card", title: titleOf(node) || null, blocks: inner});
    }
  }
  flush();
  return blocks;
}

function titleOf({properties}: Element): string {
  return String(properties["dataTitle"] ?? "");
}

function cellBlocks(output: Output, style: BodyStyle): readonly Block[] {
  const {cell, state} = output;
  const {figure: words} = style.words;
  if (state === "failed") return [{type: "problem", id: cell.name, title: words.failed, message: output.error.message}];
  if (state === "unavailable")
    return [
      {
        type: "problem",
        id: cell.name,
        title: words.notAvailable(cell.kind),
        message: `${cell.place.file}:${cell.place.line}`
      }
    ];
  const {input} = output.content;
  if (input) return [{type: "input", input, isLive: style.followed.has(input.name)}];
  try {
    const figure = figureOf(output, style);
    return figure ? [{type: "figure", figure}] : [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const mistake = new ReportError(error.message, cell.place);
    style.fail(cell, mistake);
    return [{type: "problem", id: cell.name, title: words.failed, message: mistake.message}];
  }
}
