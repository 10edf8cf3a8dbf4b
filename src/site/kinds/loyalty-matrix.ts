import {loyaltyMatrixChart} from "../../charts/loyalty-matrix.ts";
import {loyaltyMatrix} from "../../metrics/loyalty-matrix.ts";
import {numberOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Attached, or only in the habit. */
export const kind: MetricKind = {
  metric: loyaltyMatrix,
  chart: ({table, tables, summary}, _cell, options) =>
    loyaltyMatrixChart(table, {
      ...options,
      moves: tables?.["moves"] ?? null,
      attitude: String(summary?.["attitude"] ?? "nps"),
      attached: numberOf(summary, "attached_from"),
      orders: numberOf(summary, "orders_from"),
      from: dateOf(summary?.["landmark"]),
      to: dateOf(summary?.["until"])
    })
};

function dateOf(text: unknown): Date | null {
  return typeof text === "string" ? new Date(text) : null;
}
