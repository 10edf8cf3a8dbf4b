import {groupHistories} from "../../src/models/grouping.ts";
import type {Grouping} from "../../src/models/grouping.ts";
import {numberOf, readCsv} from "./reference.ts";

const DAY = 86_400_000;
const START = Date.parse("1997-01-01") / DAY;
const CALIBRATION_END = Date.parse("1997-09-30") / DAY;

/** CDNOW as the models take it: calibration to 1997-09-30, weeks = days / 7 exact, holdout 39 weeks. By customer. */
export interface Cdnow {
  readonly x: number[];
  readonly recency: number[];
  readonly age: number[];
  readonly meanSpend: number[];
  readonly holdout: number[];
  readonly holdoutSpend: number[];
  readonly grouping: Grouping;
}

/** The 1-in-10 sample, 2,357 customers, from its 39-week summary. */
export function readSample(): Cdnow {
  const rows = readCsv("data/cdnow/cdnow_sample_rfm_cal39.csv");
  const column = (name: string) => rows.map((row) => numberOf(row, name));
  const [x, recency, age] = [column("x"), column("t_x"), column("T")];
  return {
    ...{x, recency, age, meanSpend: column("m_x"), holdout: column("x_star"), holdoutSpend: column("spend_hold")},
    grouping: groupHistories({unit: "week", x, recency, age})
  };
}

/** The full cohort, 23,570 customers, summarised here from every purchase; one per customer and day. */
export function readMaster(): Cdnow {
  const customers = [...purchaseDays("data/cdnow/cdnow_master.csv").values()].map(summarise);
  const column = (name: keyof ReturnType<typeof summarise>) => customers.map((customer) => customer[name]);
  const [x, recency, age] = [column("x"), column("recency"), column("age")];
  return {
    ...{x, recency, age, meanSpend: column("mean"), holdout: column("holdout"), holdoutSpend: column("holdoutSpend")},
    grouping: groupHistories({unit: "week", x, recency, age})
  };
}

/** Amount by customer and day since 1997-01-01, days ascending. */
export function purchaseDays(path: string): Map<string, Map<number, number>> {
  const customers = new Map<string, Map<number, number>>();
  for (const row of readCsv(path).sort((a, b) => a["date"]!.localeCompare(b["date"]!))) {
    const days = customers.get(row["customer_id"]!) ?? new Map<number, number>();
    customers.set(row["customer_id"]!, days);
    const day = Date.parse(row["date"]!) / DAY - START;
    days.set(day, (days.get(day) ?? 0) + numberOf(row, "amount"));
  }
  return customers;
}

function summarise(days: Map<number, number>) {
  const end = CALIBRATION_END - START;
  const all = [...days.entries()];
  const first = all[0]![0];
  const repeats = all.slice(1).filter(([day]) => day <= end);
  const later = all.filter(([day]) => day > end);
  const spend = (purchases: [number, number][]) => purchases.reduce((sum, [, amount]) => sum + amount, 0);
  return {
    x: repeats.length,
    recency: repeats.length > 0 ? (repeats.at(-1)![0] - first) / 7 : 0,
    age: (end - first) / 7,
    mean: repeats.length > 0 ? spend(repeats) / repeats.length : 0,
    holdout: later.length,
    holdoutSpend: spend(later)
  };
}
