import {inputText} from "../../notebook/input.ts";
import type {LivePage} from "./live-page.ts";
import {EVERYBODY} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** Tells what has changed of a page. */
export interface States {
  /** A text that is the same for two selections if all that the name's value stands on is: whom it is of, which months, which inputs. What it is compared with, it does not stand on. */
  of(name: string, selection: Selection): string;
  /** Whether the name's value is what the page was built with. */
  isAsBuilt(name: string, selection: Selection): boolean;
  /** Whether the name's value would be another one, but stands on what stays as it was built. */
  isStuck(name: string, selection: Selection): boolean;
}

/** The states of a page's cells, defined names and inputs. A name that the page does not tell of, as a metric's, stands on filters and reporting window. */
export function statesOf({nodes, inputs}: Pick<LivePage, "nodes" | "inputs">): States {
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const known = new WeakMap<Selection, Map<string, string>>();
  const of = (name: string, selection: Selection): string => {
    const texts = known.get(selection) ?? new Map<string, string>();
    known.set(selection, texts);
    let text = texts.get(name);
    if (text === undefined) texts.set(name, (text = make(name, selection)));
    return text;
  };
  const make = (name: string, selection: Selection): string => {
    const input = byName.get(name);
    if (input) return inputText(selection.inputs?.[name] ?? input.value);
    const node = nodes[name];
    if (!node) return JSON.stringify([filterText(selection), periodText(selection)]);
    const own = [node.isFiltered ? filterText(selection) : "", node.isWindowed ? periodText(selection) : ""];
    const parts = [...own, ...node.reads.map((other) => of(other, selection))];
    return JSON.stringify(parts);
  };
  const isAsBuilt = (name: string, selection: Selection) => of(name, selection) === of(name, EVERYBODY);
  const isStuck = (name: string, selection: Selection): boolean =>
    !isAsBuilt(name, selection) &&
    (nodes[name]?.isFixed === true || (nodes[name]?.reads ?? []).some((other) => isStuck(other, selection)));
  return {of, isAsBuilt, isStuck};
}

/** What of a selection chooses customers. A dimension of which nothing is chosen is like one that is not named. */
function filterText({values, joined}: Selection): string {
  const chosen = Object.entries(values)
    .filter(([, kept]) => kept.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return chosen.length === 0 && joined === null ? "" : JSON.stringify([chosen, joined]);
}

function periodText({period = null}: Selection): string {
  return period === null ? "" : JSON.stringify(period);
}
