import {ReportError} from "../errors.ts";
import {verbatimLines} from "./verbatim.ts";

interface Opening {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** By how many colons more than three its fences have to be longer than those inside. */
  height: number;
}

/**
 * The body with the colons of its `:::name` containers counted out as Markdown's directives want them, the outer ones longer than those inside; authors write `:::` throughout.
 * Lines stay where they are. Also the lines, from 1, on which containers open.
 *
 * @throws {ReportError} at a container that never closes, a `:::` that closes none, a fence that never closes.
 */
export function levelContainers(body: string, file: string): {body: string; openings: readonly number[]} {
  const lines = body.split("\n");
  const verbatim = verbatimLines(body, file);
  const open: Opening[] = [];
  const pairs: {opening: Opening; close: number}[] = [];
  const raise = (height: number) => {
    const outer = open.at(-1);
    if (outer) outer.height = Math.max(outer.height, height);
  };
  for (const [i, text] of lines.entries()) {
    const line = i + 1;
    const colons = /^ {0,3}(:{3,})/.exec(text)?.[1];
    if (colons === undefined) continue;
    // The parser looks for a container's end before it knows of the code inside.
    if (verbatim.has(line)) raise(colons.length - 2);
    else if (text.trim() !== colons) open.push({line, text: text.trim(), height: 0});
    else {
      const opening = open.pop();
      if (!opening)
        throw new ReportError(
          `"${colons}" closes no container`,
          {file, line},
          "take it out, or open one with :::grid or :::card"
        );
      pairs.push({opening, close: line});
      raise(opening.height + 1);
    }
  }
  const last = open.at(-1);
  if (last) throw new ReportError(`container "${last.text}" never closes`, {file, line: last.line}, "add ::: after it");
  for (const {opening, close} of pairs)
    for (const line of [opening.line, close])
      lines[line - 1] = lines[line - 1]!.replace(/:{3,}/, ":".repeat(3 + opening.height));
  return {body: lines.join("\n"), openings: pairs.map(({opening}) => opening.line)};
}
