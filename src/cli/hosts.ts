import {ReportError} from "../errors.ts";
import {HOSTS, hostFiles} from "../site/hosts/host-files.ts";
import {suggestion} from "../text/suggest.ts";
import type {Call} from "./command.ts";

/** The option of commands that write for a host. */
export const HOST_OPTION = {
  host: {type: "string", help: `writes caching and security headers for it: ${HOSTS.join(", ")}`}
} as const;

/** The files that a call's host asks for, by path; none without one. @throws {ReportError} for an unknown host. */
export function hostFilesOf({values}: Call): Readonly<Record<string, string>> {
  const {host} = values;
  if (host === undefined) return {};
  const known = HOSTS.find((name) => name === host);
  if (known) return hostFiles(known);
  throw new ReportError(`unknown host "${String(host)}"`, {file: "--host", line: 1}, suggestion(String(host), HOSTS));
}
