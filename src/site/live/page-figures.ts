import type {DataFigure} from "../data-figure.ts";
import type {AskedFigure, AskedPart, PartKind, Told, ToldFigure} from "./live-messages.ts";
import type {MetricFigure} from "../metric-figure.ts";
import {Drawn} from "./picture-patch.ts";
import type {Patch} from "./picture-patch.ts";

type Drawing = MetricFigure | DataFigure;

/** A figure that is made, but not yet told. */
export interface Made {
  readonly told: Told;
  /** Whether the page still has what it differs from. */
  isStill(): boolean;
  /** Notes that the page has it. */
  keep(): void;
}

/** What the page has of each figure: it is told only what differs from that. */
export class PageFigures {
  /** What each figure shows. */
  readonly #shown = new Map<string, Drawing>();
  /** What the page has of each part. */
  readonly #drawn = new Map<string, {readonly version: number; readonly drawn: Drawn}>();

  /** What a figure shows; undefined if nothing is known of it. */
  shown(name: string): Drawing | undefined {
    return this.#shown.get(name);
  }

  /** Makes the parts of a figure that are asked for, out of what is to be drawn. Where that fails, it is what the page is told. */
  make(
    {name, parts}: Pick<AskedFigure, "name" | "parts">,
    toDraw: () => {readonly figure: Drawing} & Pick<ToldFigure, "words" | "isCompared">
  ): Made {
    try {
      const {figure, ...said} = toDraw();
      const drawn = this.#draw(name, figure, parts);
      return {
        told: {tell: "figure", figure: {name, ...said, parts: drawn.map(({kind, patch}) => ({kind, patch}))}},
        isStill: () => drawn.every((part) => part.isStill()),
        keep: () => {
          this.#shown.set(name, figure);
          for (const {keep} of drawn) keep();
        }
      };
    } catch (error) {
      return {told: failed(name, error), isStill: () => true, keep: () => this.#forget(name)};
    }
  }

  /** A part that the page does not show, as it would be now; null if the figure has none. */
  spare(name: string, kind: PartKind): Told | null {
    try {
      const figure = this.#shown.get(name);
      const picture = figure && pictureOf(figure, kind);
      return picture ? {tell: "spare", name, kind, tree: Drawn.whole(picture).patch.whole!} : null;
    } catch (error) {
      this.#forget(name);
      return failed(name, error);
    }
  }

  /** Forgets a figure that the page puts back as it was built: nothing differs from what it no longer has. */
  #forget(name: string): void {
    this.#shown.delete(name);
    for (const key of [...this.#drawn.keys()]) if (key.startsWith(`${name}/`)) this.#drawn.delete(key);
  }

  /** The parts that are asked for, as they differ from what the page has. */
  #draw(name: string, figure: Drawing, parts: readonly AskedPart[]) {
    return parts.flatMap(({kind, version}): (Pick<Made, "isStill" | "keep"> & {kind: PartKind; patch: Patch})[] => {
      const picture = pictureOf(figure, kind);
      if (!picture) return [];
      const key = `${name}/${kind}`;
      const known = this.#drawn.get(key);
      const {drawn, patch} = known?.version === version ? known.drawn.next(picture) : Drawn.whole(picture);
      const isStill = () => this.#drawn.get(key) === known;
      return [{kind, patch, isStill, keep: () => void this.#drawn.set(key, {version, drawn})}];
    });
  }
}

function failed(name: string, error: unknown): Told {
  return {tell: "failed", name, why: error instanceof Error ? error.message : String(error)};
}

function pictureOf(figure: Drawing, kind: PartKind): Element | null {
  switch (kind) {
    case "body":
      return figure.body();
    case "table":
      return figure.table();
    case "list":
      return "list" in figure ? figure.list() : null;
    default:
      return figure.chart(kind);
  }
}
