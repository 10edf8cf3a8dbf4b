import type {Moment} from "./kpi-figures.ts";
import type {Moments} from "./kpi-moments.ts";
import type {Facts, Months} from "./metric.ts";
import {lastClosed} from "./period.ts";

/** Three moments of a `kpi` cell. */
interface Three {
  readonly now: Moment;
  readonly previous: Moment;
  readonly lastYear: Moment;
}

/**
 * The moments with the flows and answers of a reporting window, of the equally long run of months before it, and of the same months one year earlier. States are those of the moments as they are.
 * A run that begins before the first order (of answers: the first answer) is not known, nor is any beside a window whose last month is still open.
 */
export function inWindow(three: Three, moments: Moments, {facts, window}: {facts: Facts; window: Months}): Three {
  const isOpen = isOpenWindow(window, facts);
  const earlier = (moment: Moment, months: number): Moment => {
    const run = shifted(window, months);
    return {...moment, flow: isOpen ? null : moments.flowIn(run), answers: isOpen ? null : moments.answersIn(run)};
  };
  return {
    now: {...three.now, flow: moments.flowIn(window, true), answers: moments.answersIn(window, true)},
    previous: earlier(three.previous, lengthOf(window)),
    lastYear: earlier(three.lastYear, 12)
  };
}

/** Whether the as-of date leaves the window's last month open. */
export function isOpenWindow([, to]: Months, {asOf, calendar}: Facts): boolean {
  return to > lastClosed(asOf, "month", calendar);
}

/** The window so many months earlier. */
export function shifted([from, to]: Months, months: number): Months {
  return [from - months, to - months];
}

/** Months in a window. */
export function lengthOf([from, to]: Months): number {
  return to - from + 1;
}
