import {table} from "arquero";
import {lineName, segmentText, termOf} from "../charts/terms.ts";
import type {Dataset} from "../notebook/dataset.ts";
import {isJapanese} from "./words/words.ts";
import type {Words} from "./words/words.ts";

/** Columns whose texts are names of ours, not of the data: shown in the page's language, while `index.json` keeps the keys. */
const NAMED = new Set(["quadrant", "comparison", "source", "voice", "verdict"]);

/** Such columns of a metric's own, whose names other tables may give to the data's. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  rfm: ["segment"],
  "at-risk": ["alive", "worth"],
  engagement: ["kind"],
  actions: ["metric", "status", "design", "segment"],
  drivers: ["dimension"],
  lifecycle: ["phase"]
};

/** The dataset with the names of segments, verdicts and the like in the page's language. */
export function inWords(dataset: Dataset, {chart, lang}: Pick<Words, "chart" | "lang">, metric: string): Dataset {
  if (metric === "voice") return withThemes(dataset, isJapanese(lang));
  const names = dataset.columns.map(({name}) => name);
  const isClaim = metric === "claims";
  const own = OWN[metric] ?? [];
  if (!names.some((name) => NAMED.has(name) || own.includes(name))) return dataset;
  const inTerms = (value: string, name: string) => {
    if (metric !== "actions") return termOf({words: chart}, value);
    if (name === "metric") return lineName(value, {words: chart});
    return value.includes("=") ? segmentText(value, {words: chart}) : termOf({words: chart}, value);
  };
  const columns = names.map((name) => {
    const values = [...(dataset.table.array(name) as Iterable<unknown>)];
    if (isClaim && name === "claim")
      return [name, values.map((value) => termOf({words: chart}, `claim ${String(value)}`))];
    const isNamed = own.includes(name) || (NAMED.has(name) && !(isClaim && name === "source"));
    return [name, isNamed ? values.map((value) => (value === null ? null : inTerms(String(value), name))) : values];
  });
  return {...dataset, table: table(Object.fromEntries(columns))};
}

/** The dataset with the names of themes in the page's language: those of the catalog have two. */
function withThemes(dataset: Dataset, isInJapanese: boolean): Dataset {
  const read = (name: string) => [...(dataset.table.array(name) as Iterable<unknown>)];
  const columns = dataset.columns.filter(({name}) => name !== "theme_ja");
  const names = isInJapanese ? read("theme_ja") : null;
  const values = columns.map(({name}) => [
    name,
    name === "theme" && names ? read(name).map((theme, i) => names[i] ?? theme) : read(name)
  ]);
  return {...dataset, columns, table: table(Object.fromEntries(values))};
}
