import type {Parameter} from "../../engine/engine.ts";
import {boundInput} from "../../notebook/input.ts";
import type {AskedAnswer} from "./live-messages.ts";
import type {LivePage, LiveParameter, LiveSql} from "./live-page.ts";
import type {Remote} from "./live-remote.ts";
import {comparedWith, unfolded} from "./selection.ts";
import type {Selection} from "./selection.ts";
import type {Answers, Asking} from "./sql-tables.ts";
import type {States} from "./states.ts";

/** Asks a database what a page's queries give over a selection's customers; null as soon as nobody waits for it. @throws {Error} if the database has ended. */
export type AskQueries = (selection: Selection, asking: Asking) => Promise<Answers | null>;

/** Who waits for an answer, and until when. */
interface Asked {
  /** Knows the values of cells that need no rows. */
  readonly remote: Remote;
  /** Whether nobody waits for the answer any more. */
  isStale(): boolean;
}

/** What a page's queries give of a selection, and of those that it is compared with. */
export class SqlAnswers {
  readonly #page: LivePage;
  readonly #sql: LiveSql;
  readonly #states: States;
  readonly #ask: AskQueries;

  constructor(page: LivePage, sql: LiveSql, {states, ask}: {states: States; ask: AskQueries}) {
    this.#page = page;
    this.#sql = sql;
    this.#states = states;
    this.#ask = ask;
  }

  /** What the queries give of a selection, by their names; null as soon as nobody waits for it. @throws {Error} if the database has ended. */
  async of(selection: Selection, {remote, isStale}: Asked): Promise<Answers | null> {
    const valueOf = await this.#values(remote, selection);
    return this.#ask(unfolded(selection, this.#page.folded), {
      parametersOf: ({parameters}) => parameters.map(valueOf),
      stateOf: ({name}) => this.#states.of(name, selection),
      isStale
    });
  }

  /** The same of those that the selection is compared with; null too where no figure shows others than its own. */
  async ofOthers(selection: Selection, asked: Asked): Promise<Answers | null> {
    const other = comparedWith(selection, this.#page);
    const isWanted = this.#sql.figures.some(({data}) => this.#isCompared(data, selection));
    return other && isWanted ? this.of(other, asked) : null;
  }

  /** What a figure has beside what its query gives, out of {@link ofOthers}; null where nothing else is compared, or there is no answer. */
  beside(query: string, selection: Selection, others: Answers | null): AskedAnswer["other"] {
    const answer = this.#isCompared(query, selection) ? others?.get(query) : null;
    return answer && !(answer instanceof Error) ? {answer, selection} : null;
  }

  /** A text that is the same as long as what a query gives is, and what that is compared with. */
  state(query: string, selection: Selection): string {
    const other = comparedWith(selection, this.#page);
    return JSON.stringify([selection, ...(other ? [other] : [])].map((one) => this.#states.of(query, one)));
  }

  /** Whether what a query gives is compared with something else than itself. */
  #isCompared(query: string, selection: Selection): boolean {
    const other = comparedWith(selection, this.#page);
    return other !== null && this.#states.of(query, selection) !== this.#states.of(query, other);
  }

  /** What parameters are bound to. */
  async #values(remote: Remote, selection: Selection): Promise<(one: LiveParameter) => Parameter> {
    const all = this.#sql.queries.flatMap(({parameters}) => parameters);
    const paths = all.flatMap((one) => ("path" in one ? [one.path] : []));
    const values = paths.length === 0 ? [] : await remote.ask("parameters", {paths, selection});
    return (one) => {
      if ("path" in one) return values[paths.indexOf(one.path)]!;
      if ("date" in one) return new Date(one.date);
      if (!("input" in one)) return one.value;
      const input = this.#page.inputs.find(({name}) => name === one.input)!;
      return boundInput(input, selection.inputs?.[one.input] ?? input.value);
    };
  }
}
