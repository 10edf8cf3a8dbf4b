import type {Answer, Given, Question} from "./live-messages.ts";
import {startWorker} from "./site-files.ts";

/** How questions go to what answers them. */
export interface Line {
  send(question: Question, answer: (one: Answer) => void): void;
  close(): void;
}

/** A line to a worker, which can be given data besides. */
export interface WorkerLine extends Line {
  give(data: Given): void;
  /** Whether there was one at first. */
  readonly hasStarted: boolean;
}

/** A line to a worker of its own, which asks for the scripts `ahead` by itself. Where none starts, and after its end, each question is answered by why there is none. */
export function workerLine(script: string, ahead: string): WorkerLine {
  const waiting = new Map<number, (answer: Answer) => void>();
  let worker: Worker | null = null;
  let ended: string | null = null;
  const end = (why: string) => {
    ended = why;
    worker?.terminate();
    for (const [id, answer] of waiting) answer({id, failed: why, ended: true});
    waiting.clear();
  };
  try {
    worker = startWorker(script, ahead);
  } catch (error) {
    end(String(error));
  }
  worker?.addEventListener("error", (event) => {
    event.preventDefault();
    end(event.message || `${new URL(script).pathname} does not run`);
  });
  worker?.addEventListener("messageerror", () => end("what the worker says cannot be read"));
  worker?.addEventListener("message", ({data}: MessageEvent<Answer>) => {
    const answer = waiting.get(data.id);
    if (!("told" in data)) waiting.delete(data.id);
    answer?.(data);
  });
  return {
    send(question, answer) {
      if (ended !== null) return answer({id: question.id, failed: ended, ended: true});
      waiting.set(question.id, answer);
      worker?.postMessage(question);
    },
    give: (data) => worker?.postMessage(data, data.bytes ? [data.bytes] : []),
    close: () => end("the worker was ended"),
    hasStarted: worker !== null
  };
}
