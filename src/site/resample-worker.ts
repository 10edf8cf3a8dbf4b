// A worker thread that makes one share of a job's resamples.
import {parentPort, workerData} from "node:worker_threads";
import {valueResamples} from "../metrics/value-resamples.ts";
import type {ValueJob} from "../metrics/value-resamples.ts";

const {job, range} = workerData as {job: ValueJob; range: readonly [number, number]};
parentPort!.postMessage(valueResamples(job, range));
