import {decoded} from "../decoded.ts";

/** Which files of the site scripts get from the page that stood in for theirs, and how. */
export interface Serving {
  /** Address of the site's root. */
  readonly root: string;
  /** Whether a file, by its path from the root, is one of them. */
  isServed(path: string): boolean;
  /** Answers a request for one of them. @param load as the browser fetches. @throws {Error} whose message is for readers */
  answer(path: string, load: () => Promise<Response>): Promise<Response>;
}

/** How the rest of a page gets them. */
export interface PageServing extends Serving {
  readonly words: {
    /** Where the host answers with an error. */
    readonly missing: string;
    /** Where no host answers. */
    readonly unreachable: string;
  };
  /** Starts a worker that runs a module, which has a `fetch` of its own. @param start as the browser does. @throws {Error} where files are served in the page alone; its figures are made there then */
  startModule(script: string, start: (script: string, how: WorkerOptions) => Worker): Worker;
}

/** Has files answered as scripts of a page fetch them; links to JSON save what it says. */
export function serveFiles(serving: PageServing): void {
  serveFetches(serving);
  const Started = window.Worker;
  const start = (script: string, how: WorkerOptions) => new Started(script, how);
  window.Worker = class extends Started {
    constructor(script: string | URL, how?: WorkerOptions) {
      // What a constructor returns is what `new` gives.
      if (how?.type === "module") return serving.startModule(String(script), start);
      super(script, how);
    }
  };
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href$='.json']");
    const path = link && pathOf(link.href, serving);
    if (!link || !path) return;
    event.preventDefault();
    void save(link, path.replaceAll("/", "-"), serving);
  });
}

/** Has files answered as the scripts of this page, or worker, fetch them. */
export function serveFetches(serving: Serving): void {
  const load = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (request, options) => {
    const path = pathOf(request instanceof Request ? request.url : String(request), serving);
    if (path === null) return load(request, options);
    // A build of yesterday made the same file otherwise: what the browser has kept of it is asked for again.
    return serving.answer(path, () => load(request, {...options, cache: "no-cache"}));
  };
}

/** Saves what a link leads to; what keeps it from that stands behind the link. */
async function save({href, parentElement}: HTMLAnchorElement, name: string, {words}: PageServing): Promise<void> {
  parentElement!.querySelector(`.${UNSAVED}`)?.remove();
  try {
    const answer = await fetch(href);
    if (!answer.ok) throw new Error(words.missing);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    // Browsers throw a TypeError where no host answers, or an answer breaks off.
    const said = error instanceof Error && !(error instanceof TypeError) ? error.message : words.unreachable;
    const line = Object.assign(document.createElement("span"), {className: UNSAVED, textContent: said});
    line.setAttribute("role", "alert");
    parentElement!.append(line);
  }
}

const UNSAVED = "k-unsaved";

/** The path of a served file from the site's root; null for others. */
function pathOf(address: string, {root, isServed}: Serving): string | null {
  const {origin, pathname} = new URL(address, location.href);
  const path = `${origin}${pathname}`;
  const own = path.startsWith(root) ? decoded(path.slice(root.length)) : null;
  return own !== null && isServed(own) ? own : null;
}
