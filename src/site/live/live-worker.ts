// The worker that adds up, finishes and draws what a page shows. It is small: the first question names the scripts and the data that come to it, all at once.
import type {Answer, Asked, Question} from "./live-messages.ts";

const port = globalThis as unknown as Pick<MessagePort, "postMessage" | "addEventListener">;
const begun = new Map<string, Promise<Response>>();
const opened = import("./live-host.ts").then(({LiveHost}) => new LiveHost(begun));

port.addEventListener("message", ({data}: MessageEvent<Question>) => {
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

/** Asks for all at once. Whoever needs something that does not come says so. */
function load({scripts, data}: Asked["open"]["ask"]): void {
  for (const script of scripts) import(/* @vite-ignore */ script).catch(() => undefined);
  for (const file of data) {
    const answer = fetch(file);
    answer.catch(() => undefined);
    begun.set(file, answer);
  }
}
