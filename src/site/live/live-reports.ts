import type {CubeFiles, LiveReport} from "./live.ts";
import {openReport} from "./live.ts";
import type {LivePage} from "./live-page.ts";
import {filesOfOnly, onlyFilter} from "./only-filter.ts";
import type {OnlyFilter} from "./only-filter.ts";
import type {Selection} from "./selection.ts";
import {virtualDocument} from "./virtual-document.ts";

/** A page's report: at first of no more sums than its first selection needs, and the whole as soon as somebody needs it, or nobody needs anything. */
export class LiveReports {
  readonly #page: LivePage;
  readonly #files: CubeFiles;
  #current: LiveReport;
  /** The one filter that the current report can answer; null for all of them. */
  #only: OnlyFilter | null;
  #coming: Promise<void> | null = null;

  private constructor(
    page: LivePage,
    files: CubeFiles,
    {current, only}: {current: LiveReport; only: OnlyFilter | null}
  ) {
    this.#page = page;
    this.#files = files;
    this.#current = current;
    this.#only = only;
  }

  /** Loads a report that answers the selection. @throws {Error} if a file is missing or cannot be read. */
  static async open(page: LivePage, files: CubeFiles, selection: Selection): Promise<LiveReports> {
    // A page that has its files in itself has the whole ones.
    const only = !hasOwn(files) && filesOfOnly(page, selection) ? selection : null;
    const current = await openReport(page, {...files, only}, virtualDocument());
    return new LiveReports(page, files, {current, only: only && onlyFilter(only)});
  }

  /** The report that is there. */
  get current(): LiveReport {
    return this.#current;
  }

  /** Whether the report that is there can answer the selection. */
  reaches(selection: Selection): boolean {
    if (this.#only === null) return true;
    const {dimension, values} = this.#only;
    const filter = onlyFilter(selection);
    return filter?.dimension === dimension && filter.values.every((value) => values.includes(value));
  }

  /** Loads the rest, if it is not there. @throws {Error} if a file is missing or cannot be read; the next one who asks tries anew. */
  complete(): Promise<void> {
    if (this.#only === null) return Promise.resolve();
    return (this.#coming ??= this.#load());
  }

  async #load(): Promise<void> {
    try {
      const report = await openReport(this.#page, this.#files, virtualDocument());
      await report.drawing;
      this.#current = report;
      this.#only = null;
    } catch (error) {
      this.#coming = null;
      throw error;
    }
  }
}

function hasOwn({own = {}}: CubeFiles): boolean {
  return Object.keys(own).length > 0;
}
