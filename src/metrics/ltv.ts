import type {Metric} from "./metric.ts";
import {cohort} from "./ltv-cohort.ts";
import {contract} from "./ltv-contract.ts";
import {formula} from "./ltv-formula.ts";
import {ltvSchema} from "./ltv-options.ts";
import type {LtvOptions, Method} from "./ltv-options.ts";
import {predictive} from "./ltv-predictive.ts";

const METHODS: Readonly<Record<LtvOptions["method"], Method>> = {cohort, formula, predictive, contract};

/** Customer lifetime value, by one of four methods; each says its own result. All give `tables.groups`, the groups with their shares of customers and of value. */
export const ltv: Metric<LtvOptions> = {
  kind: "ltv",
  schema: ltvSchema.refine(({method, amount}) => method !== "contract" || amount !== undefined, {
    path: ["amount"],
    error: "is missing; the method contract needs the column of customers that holds what one pays in a period"
  }),
  requires: (options) => methodOf(options).requires(options),
  freeze: async (options, facts, workbench) => (await methodOf(options).freeze?.(options, facts, workbench)) ?? {},
  reductions: (options, facts, frozen) => methodOf(options).reductions(options, facts, frozen),
  finish: (rolled, options, facts, frozen) => methodOf(options).finish(rolled, options, facts, frozen)
};

function methodOf({method}: LtvOptions): Method {
  return METHODS[method];
}
