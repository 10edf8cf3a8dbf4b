import {createFormat} from "../../charts/format.ts";
import type {Table, Value} from "../../engine/engine.ts";
import {Runtime} from "@observablehq/runtime";
import type {Module, Observer, Variable} from "@observablehq/runtime";
import {isTable} from "../../notebook/dataset.ts";
import {datasetOfTable} from "../../notebook/js-table.ts";
import type {Width} from "../../notebook/environment.ts";
import {inlineText} from "../../notebook/inline-text.ts";
import {hasMore, ownValue} from "../../notebook/js-value.ts";
import {JsDisplay} from "./js-display.ts";
import {jsLibrary} from "./js-library.ts";
import {JsRemarks} from "./js-remarks.ts";
import {sourceValue} from "./js-sources.ts";
import type {SourceHost} from "./js-sources.ts";
import type {LiveExpression, LiveJs, LivePage, LiveShown} from "../live/live-page.ts";
import type {Style} from "../metric-figure.ts";
import {restoreFigure} from "../live/as-built.ts";
import {EVERYBODY} from "../live/selection.ts";
import type {Selection} from "../live/selection.ts";
import {setText} from "../live/set-text.ts";
import {settle, settling, unsettle} from "../live/settled.ts";
import {loadWords} from "../words/load-words.ts";

type Code = (...given: unknown[]) => Promise<unknown>;

/** The functions of a page's JavaScript, as its module has them. */
export interface CodeModule {
  readonly cells: Readonly<Record<string, Code>>;
  readonly expressions: Readonly<Record<string, Code>>;
}

/** What a page's JavaScript needs besides its descriptors. */
export interface CodeHost extends SourceHost {
  /** Draws a figure of a table. */
  draw(shown: LiveShown, answer: Table): Promise<void>;
  readonly module: CodeModule;
}

/**
 * Runs a page's JavaScript with the filters and inputs. It begins with the cells whose values are others than at build, and those that listen to the reader; the rest stays as it was built until it has to follow.
 * A cell that fails shows what was built, and says so.
 */
export class JsPage {
  readonly #page: LivePage;
  readonly #host: CodeHost;
  readonly #style: Style;
  readonly #modules: Readonly<Record<Width, Module>>;
  /** What cells give that are no code, by name, each with the state that it is of. */
  readonly #sources = new Map<string, {readonly variable: Variable; state: string}>();
  /** Cells, figures and values that follow, by what they are. */
  readonly #followed = new Set<string>();
  readonly #remarks: JsRemarks;
  #selection: Selection = EVERYBODY;

  /** A page's code, with its language. */
  static async open(page: LivePage, host: CodeHost): Promise<JsPage> {
    const words = await loadWords(page.lang);
    const format = createFormat({lang: page.lang, currency: page.currency});
    return new JsPage(page, host, {document, format, words, asOf: page.asOf});
  }

  private constructor(page: LivePage, host: CodeHost, style: Style) {
    this.#style = style;
    this.#page = page;
    this.#host = host;
    this.#remarks = new JsRemarks(page, host.states);
    const runtime = new Runtime({}, (name) => (globalThis as Record<string, unknown>)[name]);
    this.#modules = {wide: runtime.module(), narrow: runtime.module()};
    this.#define();
    addEventListener("resize", () => this.#follow());
    addEventListener("beforeprint", () => this.#follow({isAll: true}));
    // Fold-outs, and tabs, which are radio buttons.
    for (const type of ["toggle", "change"]) document.addEventListener(type, () => this.#follow(), true);
  }

  /** Shows the selection as soon as it can. @returns when everything that has to run has begun to. */
  async show(selection: Selection): Promise<void> {
    this.#selection = selection;
    const {states} = this.#host;
    for (const [name, source] of this.#sources) {
      const state = states.of(name, selection);
      // What cannot follow keeps its value; who reads it says so.
      if (state === source.state || states.isStuck(name, selection)) continue;
      source.state = state;
      const value = sourceValue(name, selection, {page: this.#page, host: this.#host});
      value.catch(() => undefined); // told where it is read
      source.variable.define(name, [], () => value);
    }
    this.#follow();
    // The runtime begins in a frame's own microtasks.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }

  #define(): void {
    const code = this.#page.code!;
    const {wide, narrow} = this.#modules;
    const library = jsLibrary(this.#style, {check: () => undefined, template: (tag) => tag});
    const given = new Set(code.cells.flatMap(({gives}) => gives));
    const read = [...code.cells, ...code.expressions].flatMap(({parameters}) => parameters);
    const constants = library.at("wide");
    for (const name of new Set([...read, ...code.figures.map(({data}) => data)])) {
      if (name === "display" || name === "invalidation" || given.has(name)) continue;
      if (Object.hasOwn(this.#page.nodes, name) || this.#isSource(name)) this.#defineSource(name);
      else if (Object.hasOwn(constants, name))
        for (const width of ["wide", "narrow"] as const)
          this.#modules[width].variable().define(name, [], () => library.at(width)[name]);
    }
    for (const cell of code.cells) {
      this.#defineCell(cell, "wide");
      if (cell.isFitted) this.#defineCell(cell, "narrow");
      else for (const name of [innerName(cell), ...cell.gives]) narrow.variable().import(name, wide);
    }
  }

  #isSource(name: string): boolean {
    return [...this.#page.cells, ...this.#page.inputs].some((one) => one.name === name);
  }

  #defineSource(name: string): void {
    const {wide, narrow} = this.#modules;
    const value = () => sourceValue(name, EVERYBODY, {page: this.#page, host: this.#host});
    const variable = wide.variable().define(name, [], value);
    this.#sources.set(name, {variable, state: this.#host.states.of(name, EVERYBODY)});
    narrow.variable().import(name, wide);
  }

  /** The cell as variables: one that runs it, and one for each name that it gives. */
  #defineCell(cell: LiveJs, width: Width): void {
    const module = this.#modules[width];
    const run = this.#host.module.cells[cell.name]!;
    const inner = innerName(cell);
    const inputs = cell.parameters.filter((name) => name !== "display");
    const display = new JsDisplay(() => placeOf(cell, width), this.#style);
    displays.set(module, (displays.get(module) ?? new Map()).set(cell.name, display));
    module.variable().define(inner, inputs, (async (...values: unknown[]) => {
      const version = display.begin();
      const args = cell.parameters.map((name) => (name === "display" ? version.display : values[inputs.indexOf(name)]));
      const given = await run(...args);
      if (cell.isExpression) return hasMore(given) ? given : {value: given, version};
      return {values: given, version};
    }) as never);
    for (const name of cell.gives)
      module.variable().define(name, [inner], ((ran: Ran) => valueOf(cell, name, ran)) as never);
  }

  /** Has everything that is not as it was built follow from now on; of cells that are not shown only those that paper shows. */
  #follow({isAll = false} = {}): void {
    const code = this.#page.code!;
    for (const cell of code.cells) this.#followCell(cell, isAll);
    for (const expression of code.expressions) this.#followExpression(expression);
    for (const figure of code.figures) this.#followFigure(figure);
  }

  /** Whether something that reads these names has to follow; `key` tells who asks. */
  #hasToFollow(key: string, names: readonly string[]): boolean {
    const {states} = this.#host;
    if (this.#followed.has(key)) return false;
    if (names.every((name) => this.#isBuilt(name) || states.isStuck(name, this.#selection))) return false;
    this.#followed.add(key);
    return true;
  }

  #isBuilt(name: string): boolean {
    const isKnown = Object.hasOwn(this.#page.nodes, name) || this.#isSource(name);
    return !isKnown || this.#host.states.isAsBuilt(name, this.#selection);
  }

  #followCell(cell: LiveJs, isAll: boolean): void {
    const figure = document.getElementById(cell.name);
    if (!figure?.matches(".k-figure")) return;
    const keyOf = (width: Width) => `${cell.name} ${width}`;
    const said = {figure, name: cell.name, keys: widthsOf(cell).map(keyOf)};
    this.#remarks.say(said, this.#selection);
    for (const width of widthsOf(cell)) {
      const key = keyOf(width);
      const place = placeOf(cell, width);
      const isShown = place?.checkVisibility() ?? false;
      if (!place || (!isShown && (!isAll || this.#isBuilt(cell.name)))) continue;
      if (!cell.isAwake && !this.#hasToFollow(key, [cell.name])) continue;
      if (cell.isAwake) {
        if (this.#followed.has(key)) continue;
        this.#followed.add(key);
      }
      // Code runs too late for this sheet.
      if (!isShown) place.setAttribute("data-stale", this.#page.words.notDrawn);
      const display = displays.get(this.#modules[width])!.get(cell.name)!;
      this.#modules[width]
        .variable(
          settledBy({
            fulfilled: (ran) => {
              display.end(isRan(ran) && "value" in ran ? ran.value : ran, cell.isExpression);
              this.#remarks.succeeded(said, key, this.#selection);
            },
            rejected: (error) => {
              display.restore();
              this.#remarks.failed(said, key, {error, selection: this.#selection});
            }
          })
        )
        .define(null, [innerName(cell)], ((ran: unknown) => ran) as never);
    }
  }

  #followExpression({index, parameters}: LiveExpression): void {
    if (!this.#hasToFollow(`${index}`, parameters)) return;
    const places = [...document.querySelectorAll(`[data-inline="${index}"]`)];
    const {format} = this.#style;
    const show = (text: string, why: string | null) => {
      for (const place of places) {
        setText(place, text);
        if (why === null) place.removeAttribute("title");
        else place.setAttribute("title", why);
      }
    };
    this.#modules.wide
      .variable(
        settledBy({
          fulfilled: (value) => {
            show(inlineText(value, format, {expression: "", place: {file: "", line: 0}}), null);
          },
          // Between other words nothing can say that a number is of other customers.
          rejected: (error) => show(format.value(null, "text"), error instanceof Error ? error.message : String(error))
        })
      )
      .define(null, parameters, this.#host.module.expressions[index]! as never);
  }

  #followFigure(shown: LiveShown): void {
    const figure = document.getElementById(shown.name);
    if (!figure) return;
    const key = `figure ${shown.name}`;
    const said = {figure, name: shown.data, keys: [key]};
    this.#remarks.say(said, this.#selection);
    if (!this.#hasToFollow(key, [shown.data])) return;
    const fail = (error: unknown) => {
      restoreFigure(figure);
      this.#remarks.failed(said, key, {error, selection: this.#selection});
    };
    const follow = () => this.#remarks.succeeded(said, key, this.#selection);
    this.#modules.wide
      .variable(
        settledBy({
          fulfilled: (value) => {
            if (!isTable(value)) return fail(new TypeError(`"${shown.data}" is no table`));
            const {table, columns} = datasetOfTable(value);
            const answer: Table = {
              fields: columns,
              columns: Object.fromEntries(columns.map(({name}) => [name, [...table.array(name)] as Value[]])),
              length: table.numRows()
            };
            void settling(this.#host.draw(shown, answer)).then(follow, fail);
          },
          rejected: fail
        })
      )
      .define(null, [shown.data], ((value: unknown) => value) as never);
  }
}

/** The observer, without whose value or error the page is not settled. */
function settledBy({fulfilled, rejected}: Required<Omit<Observer, "pending">>): Observer {
  const run = {};
  return {
    pending: () => unsettle(run),
    fulfilled: (value) => {
      try {
        fulfilled(value);
      } finally {
        settle(run);
      }
    },
    rejected: (error) => {
      rejected(error);
      settle(run);
    }
  };
}

/** What a cell's run gave: an expression's value, or a program's variables; of a generator each of its values. */
type Ran =
  | {readonly value: unknown; readonly version: ReturnType<JsDisplay["begin"]>}
  | {readonly values: Readonly<Record<string, unknown>>; readonly version: ReturnType<JsDisplay["begin"]>};

/** The displays of a module's cells. */
const displays = new WeakMap<Module, Map<string, JsDisplay>>();

/** The variable that runs the cell, which no code can name. */
function innerName({name}: LiveJs): string {
  return `cell ${name}`;
}

function valueOf(cell: LiveJs, name: string, ran: Ran): unknown {
  if (!isRan(ran)) return ran;
  if ("value" in ran) return ran.value;
  return name === cell.name ? ownValue(cell, ran.values, ran.version.displayed) : ran.values[name];
}

/** Whether it is what a run gave, and not a value of a generator. */
export function isRan(ran: unknown): ran is Ran {
  return typeof ran === "object" && ran !== null && "version" in ran;
}

/** The widths of columns that the cell runs for. */
function widthsOf({isFitted}: LiveJs): readonly Width[] {
  return isFitted ? ["wide", "narrow"] : ["wide"];
}

/** Where the cell is shown in columns of the width; null if it shows nothing. */
function placeOf({name, isFitted}: LiveJs, width: Width): Element | null {
  const figure = document.getElementById(name);
  return figure?.querySelector(isFitted ? `:scope > .k-${width}` : ":scope > .k-body") ?? null;
}
