import {createHash} from "node:crypto";

/** What becomes of a listed customer: written to, or left alone so that there is somebody to compare with. */
export type Arm = "treated" | "control";

/**
 * An arm for each customer, in their order: `control` for round(`share` × customers) of them, drawn at random, `treated` for the rest.
 * The draw is a ranking by SHA-256 of `seed` and the customer: the same seed gives the same arms whatever the order of the list.
 * @param share 0 ≤ share < 1.
 */
export function assign(customers: readonly string[], {share, seed}: {share: number; seed: string}): readonly Arm[] {
  const rank = (customer: string) => createHash("sha256").update(`${seed}\0${customer}`).digest("hex");
  const drawn = [...customers]
    .map((customer) => ({customer, at: rank(customer)}))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const control = new Set(drawn.slice(0, Math.round(share * customers.length)).map(({customer}) => customer));
  return customers.map((customer) => (control.has(customer) ? "control" : "treated"));
}
