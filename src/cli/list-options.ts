import {ReportError} from "../errors.ts";
import type {Call} from "./command.ts";

/** An option without which there is no list. @throws {ReportError} */
export function requiredOf({values}: Call, name: string): string {
  const value = values[name];
  if (typeof value === "string" && value !== "") return value;
  throw new ReportError(
    `--${name} is missing`,
    {file: "list", line: 1},
    "npm run list -- --cell at-risk --control 10% --out data/lists/at-risk.csv"
  );
}

/** The share of the control: 0 without `--control`. @throws {ReportError} for no percentage from 0% to below 100%. */
export function shareOf({values}: Call): number {
  const {control = "0%"} = values;
  const share = /^(\d+(?:\.\d+)?)%$/.exec(String(control));
  if (share && Number(share[1]) < 100) return Number(share[1]) / 100;
  throw new ReportError(
    `unusable share "${control}"`,
    {file: "--control", line: 1},
    "write a percentage from 0% to below 100%, such as 10%"
  );
}

/** How many customers `--most` allows; null without it. @throws {ReportError} for no whole number above 0. */
export function mostOf({values}: Call): number | null {
  const {most} = values;
  if (most === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(String(most))) return Number(most);
  throw new ReportError(`no number of customers "${most}"`, {file: "--most", line: 1}, "write --most 500");
}
