import {METRICS} from "../src/metrics/registry.ts";

/** What a cell has to say over the demo's data; nothing where its defaults do. */
const BODIES: Readonly<Record<string, string>> = {
  kpi: "show: [customers, new_customers, active_customers, orders, revenue, margin, average_order_value, repeat_rate, crr, churn, ltv, nps, csat, dwb]",
  churn: "after: 180 days"
};

/** A report over the demo with a cell of every metric, under these filters. */
export function everyMetric(filters: readonly string[]): string {
  const cells = [...METRICS.keys()].map(
    (kind) => `\`\`\`${kind} every_${kind.replaceAll("-", "_")}\n${BODIES[kind] ?? ""}\n\`\`\`\n`
  );
  return `---\ntitle: Every metric\nfilters: [${filters.join(", ")}]\n---\n\n# Every metric\n\n${cells.join("\n")}`;
}
