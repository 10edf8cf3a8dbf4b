import type {Blockquote} from "mdast";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {suggestion} from "../text/suggest.ts";

/** The kinds of callouts, as GitHub has them. */
export const CALLOUTS = ["note", "tip", "important", "warning", "caution"] as const;
export type Callout = (typeof CALLOUTS)[number];

/** `[!NOTE]` alone on a quotation's first line. */
const MARK = /^\[!([A-Za-z]+)\][ \t]*(?:\n|$)/;

/**
 * The kind of callout that a quotation is, whose mark is taken out of it; null for a quotation.
 *
 * @throws {ReportError} at a kind that there is not.
 */
export function takeCallout({children}: Blockquote, at: Place): Callout | null {
  const [first] = children;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  const found = text?.type === "text" ? MARK.exec(text.value) : null;
  if (!found || text?.type !== "text" || first?.type !== "paragraph") return null;
  const kind = CALLOUTS.find((one) => one === found[1]!.toLowerCase());
  if (!kind)
    throw new ReportError(
      `unknown callout "[!${found[1]!}]"`,
      at,
      suggestion(
        found[1]!.toUpperCase(),
        CALLOUTS.map((one) => one.toUpperCase())
      )
    );
  text.value = text.value.slice(found[0].length);
  if (text.value === "") first.children.shift();
  if (first.children.length === 0) children.shift();
  return kind;
}
