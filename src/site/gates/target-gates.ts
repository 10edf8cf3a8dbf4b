import {FIGURES} from "../../metrics/kpi-figures.ts";
import {suggestion} from "../../text/suggest.ts";
import type {Loaded} from "../assemble.ts";
import {headlinesOf} from "../headlines.ts";
import type {Gate} from "./gate.ts";

/** A gate for each target of the catalog that says `fail: true`. */
export async function targetGates(loaded: Loaded): Promise<readonly Gate[]> {
  const {catalog} = loaded;
  const targets = Object.entries(catalog.spec.targets).filter(([, {fail}]) => fail);
  if (targets.length === 0) return [];
  const headlines = await headlinesOf(loaded);
  return targets.map(([name, {value: target}]) => {
    const value = headlines.find((one) => one.name === name)?.value ?? null;
    return {
      rule: "target",
      name,
      place: catalog.place("targets", name),
      isWarning: false,
      problem: problemOf(name, value, target)
    };
  });
}

function problemOf(name: string, value: number | null, target: number): string | null {
  const figure = FIGURES[name];
  if (!figure) return `no headline figure is called "${name}"; ${suggestion(name, Object.keys(FIGURES))}`;
  if (value === null) return `${name} is not known, so that its target cannot be judged; leave out fail: true`;
  const isReached = figure.better === "more" ? value >= target : value <= target;
  const text = (amount: number) =>
    figure.unit === "ratio" ? `${(amount * 100).toFixed(1)}%` : String(Number(amount.toPrecision(6)));
  return isReached
    ? null
    : `${name} is ${text(value)}, ${figure.better === "more" ? "below" : "above"} its target of ${text(target)}; see what happened, or leave out fail: true`;
}
