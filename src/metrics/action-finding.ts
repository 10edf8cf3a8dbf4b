import {LINES} from "./action-lines.ts";
import type {LineName} from "./action-lines.ts";
import type {ActionRow, ActionStatus} from "./action-rows.ts";
import type {Finding} from "./metric.ts";

/** What came of all measures, in one sentence. */
export function actionsFinding(rows: readonly ActionRow[], level: number): Finding {
  const of = (word: ActionStatus) => rows.filter(({status}) => status === word);
  const names = (word: ActionStatus) => of(word).map(({action}) => action).join("\n"); // prettier-ignore
  // Effects on different lines have no common unit but their own noise: the best is the clearest.
  const clarity = ({effect, low, high}: ActionRow) => Math.abs(effect!) / (high! - low!);
  const [best] = of("worked").toSorted((a, b) => (clarity(a) === clarity(b) ? 0 : clarity(b) - clarity(a)));
  return {
    key: "actions",
    values: {
      actions: rows.length,
      worked: of("worked").length,
      worked_names: names("worked"),
      best: best?.action ?? null,
      best_metric: best?.metric ?? null,
      best_unit: best
        ? LINES[best.metric as LineName].isRelative
          ? "ratio"
          : best.unit === "nps"
            ? "nps"
            : "points"
        : null,
      best_design: best?.design ?? null,
      best_effect: best?.effect ?? null,
      best_low: best?.low ?? null,
      best_high: best?.high ?? null,
      randomised_names: rows
        .filter(({design}) => design === "randomised comparison")
        .map(({action}) => action)
        .join("\n"),
      none: of("no effect").length,
      none_names: names("no effect"),
      worse: of("worse").length,
      worse_names: names("worse"),
      changed: of("changed").length,
      changed_names: names("changed"),
      unchanged: of("not changed").length,
      unchanged_names: names("not changed"),
      open: of("planned").length + of("running").length + of("too early").length,
      level
    }
  };
}
