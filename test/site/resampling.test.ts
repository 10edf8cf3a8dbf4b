import {mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {fitLog} from "../../src/metrics/purchase-fit.ts";
import {resampleHere, withoutNames} from "../../src/metrics/value-resamples.ts";
import type {ValueJob} from "../../src/metrics/value-resamples.ts";
import {groupHistories} from "../../src/models/grouping.ts";
import {seededRandom} from "../../src/models/random.ts";
import {inThreads, openResampling} from "../../src/site/resampling.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "kizuna-resamples-"))));
afterAll(() => rm(folder, {recursive: true}));

/** Three hundred made-up customers in two groups. */
function job(seed: number): ValueJob {
  const random = seededRandom(5);
  const n = 300;
  const age = new Float64Array(n).map(() => 20 + Math.floor(random() * 20));
  const wait = (rate: number) => -Math.log(1 - random()) / rate;
  // Rates differ from customer to customer, and each purchase may be the last.
  const lives = Array.from(age, (end) => {
    const [rate, dropout] = [0.1 * wait(1), 0.5 * random()];
    const days: number[] = [];
    for (let at = wait(rate); at < end && random() > dropout; at += wait(rate)) days.push(at);
    return days;
  });
  const x = Float64Array.from(lives, (days) => days.length);
  const recency = Float64Array.from(lives, (days) => days.at(-1) ?? 0);
  const fitted = fitLog("bgnbd", {
    until: 20_000,
    customers: Array.from(x, (_, i) => `secret ${i}`),
    first: age,
    x,
    mean: x.map((repeats) => (repeats > 0 ? 10 + 20 * random() : 0)),
    observed: x.map((repeats) => 1000 * (repeats + 1)),
    bought: x.map((repeats) => 1000 * (repeats + 1)),
    kept: 1,
    average: 20,
    grouping: groupHistories({unit: "week", x, recency, age})
  });
  const place = Int32Array.from(x, (_, i) => 1 + (i % 2));
  return {fitted: withoutNames(fitted), ahead: {months: 12, annual: 0}, place, groups: 3, money: 100, seed};
}

it("threads give the numbers of one, bit by bit", async () => {
  const rows = await resampleHere(job(1), 400);
  expect(rows.filter((row) => row !== null).length).toBeGreaterThan(200);
  expect(await inThreads(job(1), 400)).toEqual(rows);
});

it("a job holds nobody's id", () => {
  expect(JSON.stringify(job(1))).not.toContain("secret");
});

it("what was made is read again; a broken entry is made anew and written over; other data has another entry", async () => {
  const resample = openResampling(folder);
  const rows = await resample(job(2), 20);
  const [entry, ...others] = await readdir(folder);
  expect(others).toEqual([]);
  const file = join(folder, entry!);
  const altered = rows.map(() => [1, 2, 3]);
  await writeFile(file, JSON.stringify(altered));
  expect(await resample(job(2), 20)).toEqual(altered);
  for (const broken of ["", "[", "[[1]]", JSON.stringify(altered.slice(1)), JSON.stringify(rows.map(() => ["x"]))]) {
    await writeFile(file, broken);
    expect(await resample(job(2), 20)).toEqual(rows);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(rows);
  }
  await resample(job(3), 20);
  await resample(job(2), 21);
  expect((await readdir(folder)).length).toBe(3);
});

it("a folder that cannot be written costs nothing but time", async () => {
  const file = join(folder, "no-folder");
  await writeFile(file, "");
  expect(await openResampling(join(file, "below"))(job(2), 20)).toEqual(await resampleHere(job(2), 20));
});
