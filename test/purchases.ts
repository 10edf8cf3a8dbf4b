/** Numbers between 0 and 1, the same ones each time (Park & Miller 1988). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Days of 2025, from 0, on which a customer of a rhythm and a patience of its own buys, of whom some stop early: purchase models can be fitted to a hundred of them. */
export function purchaseDays(next: () => number): readonly number[] {
  const [gap, stays] = [10 + 150 * next() ** 2, 0.3 + 0.65 * next()];
  const days = [Math.floor(next() * 120)];
  while (next() < stays && days.at(-1)! < 364) days.push(days.at(-1)! + Math.ceil(-Math.log(next()) * gap));
  return [...new Set(days.filter((day) => day < 365))];
}

/** That day of 2025, ISO. */
export function dayOf2025(day: number): string {
  return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
}
