// The worker that adds up, finishes and draws what a page shows.
import {LiveHost} from "./live-host.ts";
import type {Answer, Question} from "./live-messages.ts";

const port = globalThis as unknown as Pick<MessagePort, "postMessage" | "addEventListener">;
const host = new LiveHost();

port.addEventListener("message", ({data}: MessageEvent<Question>) => {
  const say = (answer: Answer) => port.postMessage(answer);
  const {id} = data;
  host
    .answer(data, (told) => say({id, told}))
    .then(
      (end) => say({id, end}),
      (error: unknown) => say({id, failed: error instanceof Error ? error.message : String(error)})
    );
});
