import type {Answer, Asked} from "./live-messages.ts";
import type {LivePage} from "./live-page.ts";
import {filesOfOnly} from "./only-filter.ts";
import type {ScriptsAhead} from "../scripts-ahead.ts";
import type {Selection} from "./selection.ts";
import {ownFiles} from "./site-files.ts";
import {workerLine} from "./worker-line.ts";
import type {Line} from "./worker-line.ts";

/** Where the side that draws is: the site's root, the worker's script, and those that the page needs of it, all of them addresses. */
export interface Scripts extends ScriptsAhead {
  readonly root: string;
  readonly script: string;
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
export function beginPage(page: LivePage, selection: Selection, scripts: Scripts): Begun {
  const {root, script, sums, drawings} = scripts;
  const line = workerLine(script, scripts);
  // Where no worker starts, who takes its place asks for the data itself.
  const files = line.hasStarted ? filesOfOnly(page, selection) : null;
  const data = (files ?? []).map((file) => new URL(file, root).href);
  const ask = {page, selection, root, scripts: [...sums, ...drawings], data, own: ownFiles(page.cubes)};
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
