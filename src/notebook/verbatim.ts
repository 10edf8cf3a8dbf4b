import type {Code, Root} from "mdast";
import remarkParse from "remark-parse";
import {unified} from "unified";
import {visit} from "unist-util-visit";
import {ReportError} from "../errors.ts";

/**
 * Numbers, from 1, of the lines of a Markdown text in which nothing is read: code, fenced (with its fences) or indented, and HTML comments that stand alone.
 * @throws {ReportError} at a fence that never closes.
 */
export function verbatimLines(body: string, file: string): ReadonlySet<number> {
  const lines = body.split("\n");
  const verbatim = new Set<number>();
  visit(unified().use(remarkParse).parse(body) as Root, (node, _, parent) => {
    const isComment = node.type === "html" && node.value.startsWith("<!--") && parent?.type !== "paragraph";
    if (node.type === "code") requireClosed(node, lines, file);
    if (node.type !== "code" && !isComment) return;
    for (let line = node.position!.start.line; line <= node.position!.end.line; ++line) verbatim.add(line);
  });
  return verbatim;
}

function requireClosed(node: Code, lines: readonly string[], file: string): void {
  const {start, end} = node.position!;
  const fence = /^(`{3,}|~{3,})/.exec(lines[start.line - 1]!.slice(start.column - 1))?.[1];
  if (fence === undefined) return; // indented code
  const last = lines[end.line - 1]!.replace(/^[\s>]+/, "").trimEnd();
  const closes = end.line > start.line && last.startsWith(fence) && last.replaceAll(fence[0]!, "") === "";
  if (!closes) throw new ReportError("fence never closes", {file, line: start.line}, `add ${fence} after it`);
}
