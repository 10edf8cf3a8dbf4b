import type {Answer, Asked} from "./live-messages.ts";
import type {LivePage} from "./live-page.ts";
import {filesOfOnly} from "./only-filter.ts";
import type {Selection} from "./selection.ts";
import {ownFiles} from "./site-files.ts";
import {workerLine} from "./worker-line.ts";
import type {Line} from "./worker-line.ts";

/** Where the side that draws is: the addresses of the site's root and of the worker's script, and the files beside that which the page needs of it, as {@link ScriptsAhead} are written. */
export interface Scripts {
  readonly root: string;
  readonly script: string;
  readonly ahead: string;
}

/** A page that a worker is loading. */
export interface Begun {
  readonly line: Line;
  /** What it was asked. */
  readonly ask: Asked["open"]["ask"];
  readonly opened: Promise<Answer>;
}

/** Number of the question that opens a page; those after it count from 1. */
const OPENING = 0;

/** Has a worker load a page, for a selection first. What data that needs is asked for here: beside the worker's script, instead of after it. */
export function beginPage(page: LivePage, selection: Selection, {root, script, ahead}: Scripts): Begun {
  const line = workerLine(script, ahead);
  // Where no worker starts, who takes its place asks for the data itself.
  const files = line.hasStarted ? filesOfOnly(page, selection) : null;
  const data = (files ?? []).map((file) => new URL(file, root).href);
  const ask = {page, selection, root, ahead, data, own: ownFiles(page.cubes)};
  const opened = openOver(line, ask);
  for (const file of data)
    bytesOf(file).then(
      (bytes) => line.give({file, bytes}),
      () => line.give({file, bytes: null})
    );
  return {line, ask, opened};
}

/** The answer to the question that opens a page. */
export function openOver(line: Line, ask: Begun["ask"]): Promise<Answer> {
  return new Promise((done) => line.send({id: OPENING, kind: "open", ask}, done));
}

async function bytesOf(file: string): Promise<ArrayBuffer | null> {
  const answer = await fetch(file);
  return answer.ok ? answer.arrayBuffer() : null;
}
