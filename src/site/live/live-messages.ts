import type {Parameter, Table} from "../../engine/engine.ts";
import type {LivePage, LiveShown} from "./live-page.ts";
import type {Patch, Tree} from "./picture-patch.ts";
import type {Selection} from "./selection.ts";
import type {TableJson} from "../table-json.ts";

/** A picture's place in a figure: the drawings of two widths, a row of KPIs or a table that is the figure, the table behind a chart, a list beside it. */
export type PartKind = "wide" | "narrow" | "body" | "table" | "list";

/** A part that the page shows; `version` counts how often the page has begun it anew. */
export interface AskedPart {
  readonly kind: PartKind;
  readonly version: number;
}

/** A cell whose figure is on the page. */
export interface AskedFigure {
  readonly name: string;
  /** What its sliders say; null: what the page says. */
  readonly options: Readonly<Record<string, unknown>> | null;
  readonly parts: readonly AskedPart[];
}

/** A figure of a query, and what the query gives. */
export interface AskedAnswer {
  readonly cell: LiveShown;
  readonly answer: Table;
  /** What it gives of those that the reader's selection is compared with; null where nothing is compared. */
  readonly other: {readonly answer: Table; readonly selection: Selection} | null;
  readonly parts: readonly AskedPart[];
}

/** What a figure shows of a selection. */
export interface ToldFigure {
  readonly name: string;
  /** Null for a figure of a query, whose words stay. */
  readonly words: {
    readonly title: string | null;
    readonly subtitle: string | null;
    readonly finding: string | null;
    readonly note: string | null;
    readonly methods: readonly string[];
  } | null;
  readonly parts: readonly {readonly kind: PartKind; readonly patch: Patch}[];
  /** Whether a figure of a query has another one beside it. */
  readonly isCompared: boolean;
}

/** What is to be made before the reader chooses it. */
export interface AskedAhead {
  readonly selection: Selection;
  /** Those on screen. */
  readonly figures: readonly AskedFigure[];
  /** Whether the page says what changed. */
  readonly hasNews: boolean;
}

/** What is told on the way to the end of an answer. */
export type Told =
  | {readonly tell: "customers"; readonly customers: number}
  | {readonly tell: "inline"; readonly index: number; readonly text: string}
  | {readonly tell: "figure"; readonly figure: ToldFigure}
  | {readonly tell: "failed"; readonly name: string; readonly why: string}
  /** All that was asked for is told; what else a page needs may still be to come. */
  | {readonly tell: "onScreen"}
  | {readonly tell: "spare"; readonly name: string; readonly kind: PartKind; readonly tree: Tree};

/** What a page writes at once when a selection is chosen that was made ahead. */
export interface Foreseen {
  readonly told: readonly Told[];
  /** As `news` is answered. */
  readonly news: Tree | null;
}

/** What the side that draws can be asked, and what each answer is in the end. */
export interface Asked {
  /** Loads a page, for a selection first; the site's root is an address, and so is the data that the page is about to give; `ahead` are its scripts. Of its cubes the page may have some itself. */
  open: {
    readonly ask: {
      readonly page: LivePage;
      readonly selection: Selection;
      readonly root: string;
      readonly ahead: string;
      readonly data: readonly string[];
      readonly own: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
    };
    readonly end: null;
  };
  /** The figures of a selection, in their order; false if a later question of that kind has taken over. */
  show: {
    readonly ask: {
      readonly selection: Selection;
      readonly figures: readonly AskedFigure[];
      /** Whether it is the page as a whole, prose too, which a later whole takes over. */
      readonly isWhole: boolean;
      /** Whether the page has written what was foreseen of it: then nothing is told. */
      readonly isWritten: boolean;
    };
    readonly end: boolean;
  };
  /** Figures on screen of a selection that the reader may choose next, made ahead: {@link Foreseen} as JSON. Null if something else was asked in the meantime, or files are missing. */
  foresee: {readonly ask: AskedAhead; readonly end: string | null};
  /** Selections that an open menu offers, to be made ahead while nothing else is asked, for whoever asks to foresee one of them; none: an earlier offer is void. */
  offer: {
    readonly ask: Omit<AskedAhead, "selection"> & {readonly selections: readonly Selection[]};
    readonly end: null;
  };
  /** Figures of queries. */
  shown: {readonly ask: {readonly figures: readonly AskedAnswer[]}; readonly end: null};
  /** Parts that are not shown, as they would be now. */
  spares: {
    readonly ask: {readonly figures: readonly {readonly name: string; readonly kinds: readonly PartKind[]}[]};
    readonly end: boolean;
  };
  /** What changed since the period before, as the page says it; null where nothing can be told. */
  news: {readonly ask: {readonly selection: Selection}; readonly end: Tree | null};
  /** Values of paths into the cells, as SQL binds them. */
  parameters: {
    readonly ask: {readonly paths: readonly (readonly string[])[]; readonly selection: Selection};
    readonly end: readonly Parameter[];
  };
  /** What code sees under the name of a metric's cell, packed. */
  value: {readonly ask: {readonly name: string; readonly selection: Selection}; readonly end: unknown};
  /** What a figure shows now, as data, or its list. */
  data: {readonly ask: {readonly name: string; readonly isList: boolean}; readonly end: TableJson};
}

export type Question = {
  [Kind in keyof Asked]: {readonly id: number; readonly kind: Kind; readonly ask: Asked[Kind]["ask"]};
}[keyof Asked];

export type Answer =
  | {readonly id: number; readonly told: readonly Told[]}
  | {readonly id: number; readonly end: unknown}
  | {readonly id: number; readonly failed: string; readonly ended?: boolean};

/** Data that the page has asked for: its address, and its bytes; null where they did not come. */
export interface Given {
  readonly file: string;
  readonly bytes: ArrayBuffer | null;
}
