// The worker that adds up, finishes and draws what a page shows. It is small: its name lists the scripts that come to it, all at once.
import type {Answer, Asked, Given, Question} from "./live-messages.ts";

const port = globalThis as unknown as Pick<MessagePort, "postMessage" | "addEventListener"> & {readonly name: string};
const [sums = [], drawings = []] = port.name.split(",").map((files) => files.match(/\S+/g) ?? []);
// What draws is large, and would take the line from what adds up: it is asked for as soon as the first of that, a small one, is there, so that it comes when the rest is.
const [first] = sums.map(load);
void first?.then(() => drawings.map(load));
/** Data that the page gives, by its address. */
const begun = new Map<string, Promise<Response>>();
const given = new Map<string, (answer: Response | Promise<Response>) => void>();
const opened = import("./live-host.ts").then(({LiveHost}) => new LiveHost(begun));

port.addEventListener("message", ({data}: MessageEvent<Question | Given>) => {
  // Whoever needs what did not come asks for it, and says so.
  if ("file" in data) return given.get(data.file)?.(data.bytes ? new Response(data.bytes) : fetch(data.file));
  const say = (answer: Answer) => port.postMessage(answer);
  const {id} = data;
  if (data.kind === "open") expect(data.ask.data);
  opened
    .then((host) => host.answer(data, (told) => say({id, told})))
    .then(
      (end) => say({id, end}),
      (error: unknown) => say({id, failed: error instanceof Error ? error.message : String(error)})
    );
});

/** Data that the page is about to give. */
function expect(data: Asked["open"]["ask"]["data"]): void {
  for (const file of data) begun.set(file, new Promise((done) => given.set(file, done)));
}

/** Asks for a script beside this one. Whoever needs one that does not come says so. */
function load(file: string): Promise<void> {
  return import(/* @vite-ignore */ `./${file}`).catch(() => undefined);
}
