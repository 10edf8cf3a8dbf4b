// The worker that adds up, finishes and draws what a page shows. It is small: the first question names the scripts that come to it, all at once.
import type {Answer, Question} from "./live-messages.ts";

const port = globalThis as unknown as Pick<MessagePort, "postMessage" | "addEventListener">;
const opened = import("./live-host.ts").then(({LiveHost}) => new LiveHost());

port.addEventListener("message", ({data}: MessageEvent<Question>) => {
  const say = (answer: Answer) => port.postMessage(answer);
  const {id} = data;
  // Whoever needs a script that does not come says so.
  if (data.kind === "open")
    for (const script of data.ask.scripts) import(/* @vite-ignore */ script).catch(() => undefined);
  opened
    .then((host) => host.answer(data, (told) => say({id, told})))
    .then(
      (end) => say({id, end}),
      (error: unknown) => say({id, failed: error instanceof Error ? error.message : String(error)})
    );
});
