import {expect, it} from "vitest";
import type {AskedAhead, Foreseen} from "../../../src/site/live/live-messages.ts";
import {MadeAhead} from "../../../src/site/live/made-ahead.ts";
import {nextTask} from "../../../src/site/live/next-task.ts";

const of = (plan: string, ...names: readonly string[]): AskedAhead => ({
  selection: {values: {plan: [plan]}, joined: null},
  figures: names.map((name) => ({name, options: null, parts: []})),
  hasNews: false
});

/** Makes figures that say no more than why they failed, and notes which. The first `failures` times, what is needed for it does not come. */
function maker(failures = 0) {
  const made: string[] = [];
  let left = failures;
  const ahead = new MadeAhead(
    {
      reachDrawing: async () => {
        if (left-- > 0) throw new Error("no such file");
      },
      figure: ({name}, {values}) => {
        const why = `${name} of ${values["plan"]!.join()}`;
        made.push(why);
        return {told: {tell: "failed", name, why}, isStill: () => true, keep: () => undefined};
      },
      customers: () => ({tell: "customers", customers: 30}),
      inlines: () => [],
      news: () => null
    },
    async () => undefined
  );
  return {made, ahead};
}

/** The figures that are handed over, by what they say. */
function figuresOf(text: string | null): readonly string[] {
  const {told} = JSON.parse(text!) as Foreseen;
  return told.flatMap((one) => (one.tell === "failed" ? [one.why] : []));
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await nextTask();
}

it("a choice that is pointed at while its menu's offer of it is being made waits for that", async () => {
  const {made, ahead} = maker();
  ahead.offer([of("Gold", "kpis", "more"), of("Basic", "kpis")]);
  await until(() => made.length === 1);
  expect(figuresOf(await ahead.point(of("Gold", "kpis", "more")))).toEqual(["kpis of Gold", "more of Gold"]);
  await until(() => made.length === 3);
  expect(made).toEqual(["kpis of Gold", "more of Gold", "kpis of Basic"]);
});

it("one that is pointed at with other figures than are being made is begun anew", async () => {
  const {made, ahead} = maker();
  ahead.offer([of("Gold", "kpis", "more")]);
  await until(() => made.length === 1);
  expect(figuresOf(await ahead.point(of("Gold", "more")))).toEqual(["more of Gold"]);
});

it("whoever waits for what is being made is told nothing if it is forgotten", async () => {
  const {made, ahead} = maker();
  const [first, second] = [ahead.point(of("Gold", "kpis", "more")), ahead.point(of("Gold", "kpis", "more"))];
  await until(() => made.length > 0);
  ahead.forget();
  expect(await Promise.all([first, second])).toEqual([null, null]);
  expect(figuresOf(await ahead.point(of("Gold", "kpis", "more")))).toEqual(["kpis of Gold", "more of Gold"]);
});

it("what could not be made is begun anew by whoever asks next", async () => {
  const {ahead} = maker(1);
  await expect(ahead.point(of("Gold", "kpis"))).rejects.toThrow("no such file");
  expect(figuresOf(await ahead.point(of("Gold", "kpis")))).toEqual(["kpis of Gold"]);
});

it("takes what is made of a selection, by what is asked for, once", async () => {
  const {ahead} = maker();
  const {selection, figures} = of("Gold", "kpis");
  await ahead.point(of("Gold", "kpis"));
  const taken = ahead.take(selection);
  expect(taken(figures[0]!)?.told).toEqual({tell: "failed", name: "kpis", why: "kpis of Gold"});
  expect(taken({...figures[0]!, options: {points: 3}})).toBeNull();
  expect(ahead.take(selection)(figures[0]!)).toBeNull();
});
