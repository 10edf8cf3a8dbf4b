import {expect, it} from "vitest";
import {Foresight} from "../../../src/site/live/foresight.ts";
import type {AskedFigure, Foreseen} from "../../../src/site/live/live-messages.ts";
import type {Selection} from "../../../src/site/live/selection.ts";

const gold: Selection = {values: {segment: ["Gold"]}, joined: null};
const silver: Selection = {values: {segment: ["Silver"]}, joined: null};
const figures: readonly AskedFigure[] = [{name: "kpis", options: null, parts: [{kind: "body", version: 1}]}];
const foreseen: Foreseen = {told: [{tell: "customers", customers: 80}], news: null};
const text = JSON.stringify(foreseen);
const ask = {selection: gold, figures, hasNews: false};

it("gives what was foreseen of a selection for the figures as they are, and else null", () => {
  const foresight = new Foresight();
  expect(foresight.take(gold, figures)).toBeNull();
  foresight.note("foresee")(ask, text);
  expect(foresight.take(gold, figures)).toEqual(foreseen);
  expect(foresight.has(gold, figures)).toBe(true);
  expect(foresight.take(silver, figures)).toBeNull();
  expect(foresight.take(gold, [{...figures[0]!, parts: [{kind: "body", version: 2}]}])).toBeNull();
  expect(foresight.take(gold, [{...figures[0]!, options: {points: 3}}])).toBeNull();
});

it("holds several selections beside each other", () => {
  const foresight = new Foresight();
  const other: Foreseen = {told: [{tell: "customers", customers: 120}], news: null};
  foresight.note("foresee")(ask, text);
  foresight.note("foresee")({...ask, selection: silver}, JSON.stringify(other));
  expect([foresight.take(gold, figures), foresight.take(silver, figures)]).toEqual([foreseen, other]);
});

it("forgets it with every question that changes what the page has, and with no other", () => {
  for (const kind of ["show", "shown"] as const) {
    const foresight = new Foresight();
    foresight.note("foresee")(ask, text);
    foresight.note(kind);
    expect([kind, foresight.take(gold, figures)]).toEqual([kind, null]);
  }
  for (const kind of ["foresee", "spares", "data", "offer", "news", "parameters", "value"] as const) {
    const foresight = new Foresight();
    foresight.note("foresee")(ask, text);
    foresight.note(kind);
    expect([kind, foresight.take(gold, figures)]).toEqual([kind, foreseen]);
  }
});

it("an answer that comes after such a question, and one that says nothing, is not kept", () => {
  const foresight = new Foresight();
  const late = foresight.note("foresee");
  foresight.note("show");
  late(ask, text);
  expect(foresight.take(gold, figures)).toBeNull();
  foresight.note("foresee")(ask, null);
  expect(foresight.take(gold, figures)).toBeNull();
});
