import type {Root} from "mdast";
import {visit} from "unist-util-visit";

/** Scripts that part words by no space, and their punctuation. */
const WIDE = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303F\\u30FB-\\u30FE\\uFF00-\\uFFEF]";
const BREAK = new RegExp(`(?<=${WIDE})\\n[ \\t]*|[ \\t]*\\n(?=${WIDE})`, "gu");

/** Takes out the ends of lines beside Japanese or Chinese text, in place: a browser would show a space there, which the text does not have. */
export function joinWideLines(tree: Root): void {
  visit(tree, "text", (node) => {
    node.value = node.value.replace(BREAK, "");
  });
}
