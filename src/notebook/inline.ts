import type {Inline} from "./cell.ts";
import {expressionAt} from "./expression.ts";
import {verbatimLines} from "./verbatim.ts";

/** Characters of the private-use area, which Markdown leaves alone (in addresses: as percent-encoded), around the number of an inline expression. */
const MARK = /(?:\uE000|%EE%80%80)(\d+)(?:\uE001|%EE%80%81)/g;

/** What prose is made of here: escaped characters, backticks, comments, the beginning of an expression, the end of a line, other text. */
const PART = /\\\$\{|\\[`\\]|`+|<!--[^]*?-->|\$\{|\n|[^\\`<$\n]+|[^]/y;

/** The body with each `${…}` of its prose replaced by a mark, so that Markdown cannot take it apart. Fences and `code` keep theirs, lines their numbers. @throws {ReportError} */
export function markInlines(body: string, file: string): {marked: string; inlines: readonly Inline[]} {
  const verbatim = verbatimLines(body, file);
  const inlines: Inline[] = [];
  let marked = "";
  let line = 1;
  let owed = 0; // ends of lines within expressions, which are made up for where they part no paragraph
  for (let i = 0; i < body.length;) {
    if (i === 0 || body[i - 1] === "\n") {
      const text = body.slice(i, lineEnd(body, i));
      if (verbatim.has(line) || /^\s*(:::|$)/.test(text)) {
        marked += "\n".repeat(owed);
        owed = 0;
      }
      if (verbatim.has(line)) {
        marked += `${text}\n`;
        i += text.length + 1;
        line += 1;
        continue;
      }
    }
    PART.lastIndex = i;
    const part = PART.exec(body)![0];
    if (part === "${") {
      const {expression, end} = expressionAt(body, i, {file, line});
      marked += `\uE000${inlines.length}\uE001`;
      inlines.push({expression, place: {file, line}});
      const breaks = newlines(body.slice(i, end));
      owed += breaks;
      line += breaks;
      i = end;
    } else {
      const taken = part.startsWith("`") ? codeSpan(body, i, part) : part;
      marked += part === "\\${" ? "${" : taken;
      line += newlines(taken);
      i += taken.length;
    }
  }
  return {marked, inlines};
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}

/** The code span that begins with `ticks` at `start`; the ticks alone where no equal run closes them in the same paragraph. */
function codeSpan(body: string, start: number, ticks: string): string {
  const rest = body.slice(start + ticks.length).split(/\n[ \t]*(?:\n|$)/, 1)[0]!;
  const close = [...rest.matchAll(/`+/g)].find(([run]) => run === ticks);
  return close ? `${ticks}${rest.slice(0, close.index)}${ticks}` : ticks;
}

/** The text cut at its marks: strings, and numbers of inline expressions. */
export function splitMarks(text: string): readonly (string | number)[] {
  return text.split(MARK).map((part, i) => (i % 2 === 1 ? Number(part) : part));
}
