// On the page that stands in the place of a packed one: restores that page and shows it, and gives its scripts their data. In a worker of that page: gives the module that it is to run its data likewise.
import {serveFetches, serveFiles} from "../../stand-in/serve-files.ts";
import {showPage} from "../../stand-in/show-page.ts";
import {packedWords} from "../../words/packed-words.ts";
import type {PackedWords} from "../../words/packed-words.ts";
import {PackedError, contentOf} from "./content.ts";
import {fetchedSite} from "./fetched-site.ts";
import {packedServing, saidOf} from "./serve-packed.ts";

/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

/** What a worker is told by its name. */
interface Task {
  /** Address of the module that it runs. */
  readonly script: string;
  readonly lang: string;
}

if ("document" in globalThis) void open();
else work(JSON.parse(self.name) as Task).catch(reportError);

async function open(): Promise<void> {
  const {lang} = document.documentElement;
  const words = packedWords(lang);
  const path = document.querySelector("main")!.dataset["path"]!;
  const line = document.getElementById("k-why")!;
  line.textContent = words.opening;
  line.setAttribute("role", "status");
  document.querySelector("main > button")?.remove();
  try {
    const html = new TextDecoder().decode(await contentOf(path, fetchedSite(ROOT, true)));
    serveFiles({
      ...packedServing(ROOT, words.said),
      words: {missing: saidOf({reason: "missing", path}, words.said), unreachable: words.said.unreachable},
      startModule: (script, start) => {
        const task: Task = {script: new URL(script, location.href).href, lang};
        return start(import.meta.url, {type: "module", name: JSON.stringify(task)});
      }
    });
    showPage(html);
  } catch (error) {
    tell(error, line, words);
  }
}

/** Runs a module, which hears what was said before it could. */
async function work({script, lang}: Task): Promise<void> {
  const early: MessageEvent[] = [];
  const hold = (event: MessageEvent) => void early.push(event);
  addEventListener("message", hold);
  serveFetches(packedServing(ROOT, packedWords(lang).said));
  await import(/* @vite-ignore */ script);
  removeEventListener("message", hold);
  for (const {data, ports} of early)
    dispatchEvent(new MessageEvent("message", {data: data as unknown, ports: [...ports]}));
}

function tell(error: unknown, line: HTMLElement, {said, again}: PackedWords): void {
  const isUnreachable = error instanceof TypeError; // where no host answers, or an answer breaks off
  const why = error instanceof Error ? error.message : String(error);
  line.setAttribute("role", "alert");
  line.textContent = isUnreachable
    ? said.unreachable
    : error instanceof PackedError
      ? saidOf(error, said)
      : said.failed.replace("{why}", () => why);
  if (!isUnreachable) return;
  const button = Object.assign(document.createElement("button"), {textContent: again});
  button.addEventListener("click", () => void open());
  line.after(button);
}
