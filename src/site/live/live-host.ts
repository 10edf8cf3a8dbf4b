import type {Asked, Question, Told} from "./live-messages.ts";
import {MadeAhead} from "./made-ahead.ts";
import {Maker} from "./maker.ts";
import type {MetricFigure} from "../metric-figure.ts";
import {packed} from "./packed.ts";
import type {Selection} from "./selection.ts";
import {Showing} from "./showing.ts";
import {tableJson} from "../table-json.ts";

/** The side that adds up, finishes and draws: in a worker, or, where there are none, in the page itself. It knows what the page has, and tells it only what is new. */
export class LiveHost {
  readonly #maker: Maker;
  readonly #ahead: MadeAhead;
  readonly #showing: Showing;

  /** @param begun data that was asked for already, by its address. */
  constructor(begun: ReadonlyMap<string, Promise<Response>> = new Map()) {
    this.#maker = new Maker(begun);
    this.#ahead = new MadeAhead(this.#maker, () => this.#showing.settled());
    this.#showing = new Showing(this.#maker, this.#ahead);
  }

  /** Answers a question; what is told on the way comes first. @throws {Error} if there is no answer. */
  async answer({kind, ask}: Question, say: (told: readonly Told[]) => void): Promise<Asked[keyof Asked]["end"]> {
    switch (kind) {
      case "open":
        await this.#maker.open(ask);
        return null;
      case "show":
        return this.#showing.show(ask, say);
      case "foresee":
        return this.#ahead.point(ask);
      case "offer":
        this.#ahead.offer(ask.selections.map((selection) => ({...ask, selection})));
        return null;
      case "shown":
        return this.#showing.shown(ask, say);
      case "spares":
        return this.#showing.spares(ask, say);
      case "news":
        return this.#maker.news(await this.#reached(ask.selection));
      case "parameters": {
        const selection = await this.#reached(ask.selection);
        return ask.paths.map((path) => this.#maker.report.parameter(path, selection));
      }
      case "value": {
        const selection = await this.#reached(ask.selection);
        return packed(this.#maker.report.value(ask.name, selection));
      }
      case "data": {
        const figure = this.#maker.figures.shown(ask.name)!;
        return tableJson(ask.isList ? (figure as MetricFigure).listed! : figure.data);
      }
    }
  }

  /** The selection, once the sums are there that it needs. */
  async #reached(selection: Selection): Promise<Selection> {
    await this.#maker.reach(selection);
    return this.#ahead.same(selection);
  }
}
