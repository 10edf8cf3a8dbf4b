import type {ActionRow} from "./tables.ts";

/** The improvement measures, by start. */
export function actionRows(): ActionRow[] {
  return [
    {
      name: "Coupon every month for Kyushu",
      started: "2025-07-01",
      ended: "2026-06-30",
      owner: "Marketing",
      metric: "orders",
      target: 0.1,
      segment: "region=Kyushu"
    },
    {
      name: "Osaka warehouse: next-day delivery in Kansai",
      started: "2025-10-01",
      ended: null,
      owner: "Logistics",
      metric: "orders",
      target: 0.15,
      segment: "region=Kansai"
    },
    {
      name: "Answer within one working day",
      started: "2026-02-01",
      ended: null,
      owner: "Customer care",
      metric: "csat",
      target: 0.8,
      segment: null
    },
    {
      name: "Welcome letter with a brewing guide",
      started: "2026-09-01",
      ended: null,
      owner: "Marketing",
      metric: "repeat_rate",
      target: 0.5,
      segment: null
    },
    {
      name: "Delivery in re-usable boxes",
      started: "2027-01-15",
      ended: null,
      owner: "Logistics",
      metric: "nps",
      target: 15,
      segment: null
    }
  ];
}
