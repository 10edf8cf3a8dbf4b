import type {LiveSql} from "./live-page.ts";

/** A page's database that is coming: all that can be asked for before the code is there that runs it. */
export interface BegunDatabase {
  readonly worker: Worker;
  /** Fails with why the worker ended. */
  readonly ended: Promise<never>;
  /** Answers to the addresses of the page's row files. */
  readonly rows: ReadonlyMap<string, Promise<Response>>;
}

/** Starts the database's worker, which asks for its module, and asks for the page's row files; all from the site's `root`. @throws {Error} if no worker starts. */
export function beginDatabase({tables, database}: LiveSql, root: string): BegunDatabase {
  const script = new URL(database!.worker, root);
  const module = new URL(database!.module, root);
  const worker = new Worker(script, {name: module.href});
  const ended = new Promise<never>((_, fail) => {
    worker.addEventListener("error", (event) => {
      event.stopImmediatePropagation();
      fail(
        new Error(
          (event.message as string | undefined)?.replace(/^Uncaught (\w*Error: )?/, "") ||
            `${script.pathname} does not run`
        )
      );
    });
  });
  const rows = new Map(tables.map(({file}) => new URL(file, root).href).map((file) => [file, fetch(file)]));
  // What does not come is told in its turn.
  for (const one of [ended, ...rows.values()]) one.catch(() => undefined);
  return {worker, ended, rows};
}
