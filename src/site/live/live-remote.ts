import {openOver} from "./begin-page.ts";
import type {Begun} from "./begin-page.ts";
import {Foresight} from "./foresight.ts";
import type {Answer, Asked, AskedFigure, Foreseen, Question, Told} from "./live-messages.ts";
import type {Selection} from "./selection.ts";
import type {Line} from "./worker-line.ts";

/** The side that draws, as the page asks it. */
export interface Remote {
  /** The answer to a question; `hear` gets what is told on the way. @throws {Error} if there is no answer. */
  ask<Kind extends keyof Asked>(
    kind: Kind,
    ask: Asked[Kind]["ask"],
    hear?: (told: Told) => void
  ): Promise<Asked[Kind]["end"]>;
  /** What was foreseen of a selection for just these figures on screen; null if nothing was, or the page has changed since. To be written at once, and asked for with `isWritten`. */
  foreseen(selection: Selection, figures: readonly AskedFigure[]): Foreseen | null;
  /** Whether there is such. */
  hasForeseen(selection: Selection, figures: readonly AskedFigure[]): boolean;
  /** Ends it: whoever waits for an answer, or asks later, hears that there is no worker. */
  close(): void;
}

/**
 * The side that draws, once it has loaded a page; in the page itself where a worker does not start.
 * @throws {Error} if a file is missing or cannot be read.
 */
export async function openRemote({line, ask, opened}: Begun): Promise<Remote> {
  const answer = await opened;
  if (!isEnded(answer)) return remoteOver(line, answer);
  // Whoever needs one that does not come says so.
  for (const file of ask.ahead.match(/[^ ,]+/g) ?? [])
    import(/* @vite-ignore */ `${ask.root}_assets/${file}`).catch(() => undefined);
  const own = await ownLine();
  return remoteOver(own, await openOver(own, ask));
}

/** The worker ended, or has never begun. */
export class NoWorker extends Error {
  override name = "NoWorker";
}

/** @param opened the answer to the question that opens the page. */
function remoteOver({send, close}: Line, opened: Answer): Remote {
  if ("failed" in opened) {
    close();
    throw new Error(opened.failed);
  }
  let last = 0;
  const foresight = new Foresight();
  return {
    close,
    foreseen: (selection, figures) => foresight.take(selection, figures),
    hasForeseen: (selection, figures) => foresight.has(selection, figures),
    ask: (kind, ask, hear) =>
      new Promise((done, fail) => {
        const keep = foresight.note(kind);
        send({id: ++last, kind, ask} as Question, (answer) => {
          if ("told" in answer) for (const told of answer.told) hear?.(told);
          else if ("failed" in answer) fail(isEnded(answer) ? new NoWorker(answer.failed) : new Error(answer.failed));
          else {
            if (kind === "foresee") keep(ask as Asked["foresee"]["ask"], answer.end as Asked["foresee"]["end"]);
            done(answer.end as never);
          }
        });
      })
  };
}

function isEnded(answer: Answer): boolean {
  return "ended" in answer && answer.ended === true;
}

async function ownLine(): Promise<Line> {
  const {LiveHost} = await import("./live-host.ts");
  const host = new LiveHost();
  return {
    send({id, ...question}, answer) {
      host
        .answer({id, ...question} as Question, (told) => answer({id, told}))
        .then(
          (end) => answer({id, end}),
          (error: unknown) => answer({id, failed: error instanceof Error ? error.message : String(error)})
        );
    },
    close: () => undefined
  };
}
