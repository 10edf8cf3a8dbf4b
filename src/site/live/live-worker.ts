// The worker that adds up, finishes and draws what a page shows. It is small: the first question names the scripts that come to it, all at once.
import type {Answer, Asked, Given, Question} from "./live-messages.ts";

const port = globalThis as unknown as Pick<MessagePort, "postMessage" | "addEventListener">;
/** Data that the page gives, by its address. */
const begun = new Map<string, Promise<Response>>();
const given = new Map<string, (answer: Response | Promise<Response>) => void>();
const opened = import("./live-host.ts").then(({LiveHost}) => new LiveHost(begun));

port.addEventListener("message", ({data}: MessageEvent<Question | Given>) => {
  // Whoever needs what did not come asks for it, and says so.
  if ("file" in data) return given.get(data.file)?.(data.bytes ? new Response(data.bytes) : fetch(data.file));
  const say = (answer: Answer) => port.postMessage(answer);
  const {id} = data;
  if (data.kind === "open") load(data.ask);
  opened
    .then((host) => host.answer(data, (told) => say({id, told})))
    .then(
      (end) => say({id, end}),
      (error: unknown) => say({id, failed: error instanceof Error ? error.message : String(error)})
    );
});

/** Asks for all scripts at once. Whoever needs one that does not come says so. */
function load({scripts, data}: Asked["open"]["ask"]): void {
  for (const script of scripts) import(/* @vite-ignore */ script).catch(() => undefined);
  for (const file of data) begun.set(file, new Promise((done) => given.set(file, done)));
}
