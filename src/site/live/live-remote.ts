import {Foresight} from "./foresight.ts";
import type {Answer, Asked, AskedFigure, Foreseen, Question, Told} from "./live-messages.ts";
import type {LivePage} from "./live-page.ts";
import type {Selection} from "./selection.ts";
import {filesOfOnly} from "./only-filter.ts";
import {ownFiles, startWorker} from "./site-files.ts";

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

/** Where the side that draws is: the site's root, the worker's script, and those that the page needs of it, all of them addresses. */
export interface Scripts {
  readonly root: string;
  readonly script: string;
  readonly scripts: readonly string[];
}

/** How questions go to what answers them. */
interface Line {
  send(question: Question, answer: (one: Answer) => void): void;
  close(): void;
}

/**
 * Loads a page in a worker, for a selection first; in the page itself where a worker does not start.
 * @throws {Error} if a file is missing or cannot be read.
 */
export async function openRemote(
  page: LivePage,
  selection: Selection,
  {root, script, scripts}: Scripts
): Promise<Remote> {
  const data = (filesOfOnly(page, selection) ?? []).map((file) => new URL(file, root).href);
  const open = async (line: Line): Promise<Remote> => {
    const remote = remoteOver(line);
    try {
      await remote.ask("open", {page, selection, root, scripts, data, own: ownFiles(page.cubes)});
    } catch (error) {
      remote.close();
      throw error;
    }
    return remote;
  };
  try {
    return await open(workerLine(script));
  } catch (error) {
    if (!(error instanceof NoWorker)) throw error;
    // Whoever needs one that does not come says so.
    for (const one of scripts) import(/* @vite-ignore */ one).catch(() => undefined);
    return open(await ownLine());
  }
}

/** The worker ended, or has never begun. */
export class NoWorker extends Error {
  override name = "NoWorker";
}

function remoteOver({send, close}: Line): Remote {
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
          else if ("failed" in answer) fail(answer.ended ? new NoWorker(answer.failed) : new Error(answer.failed));
          else {
            if (kind === "foresee") keep(ask as Asked["foresee"]["ask"], answer.end as Asked["foresee"]["end"]);
            done(answer.end as never);
          }
        });
      })
  };
}

function workerLine(script: string): Line {
  const waiting = new Map<number, (answer: Answer) => void>();
  let worker: Worker;
  try {
    worker = startWorker(script);
  } catch (error) {
    throw new NoWorker(String(error));
  }
  let ended: string | null = null;
  const end = (why: string) => {
    ended = why;
    worker.terminate();
    for (const [id, answer] of waiting) answer({id, failed: why, ended: true});
    waiting.clear();
  };
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    end(event.message || `${new URL(script).pathname} does not run`);
  });
  worker.addEventListener("messageerror", () => end("what the worker says cannot be read"));
  worker.addEventListener("message", ({data}: MessageEvent<Answer>) => {
    const answer = waiting.get(data.id);
    if (!("told" in data)) waiting.delete(data.id);
    answer?.(data);
  });
  return {
    send(question, answer) {
      if (ended !== null) return answer({id: question.id, failed: ended, ended: true});
      waiting.set(question.id, answer);
      worker.postMessage(question);
    },
    close: () => end("the worker was ended")
  };
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
