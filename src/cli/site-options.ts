import {AUDIENCE_OPTION, PASSPHRASE_OPTION, WORKSPACE_OPTIONS, audienceOf, urlOf} from "./command.ts";
import type {Call} from "./command.ts";
import {GATE_OPTIONS, warnsOnly} from "./gates.ts";
import {HOST_OPTION, hostFilesOf} from "./hosts.ts";

/** Options of commands that make a site, or check what would be one. */
export const SITE_OPTIONS = {
  ...WORKSPACE_OPTIONS,
  ...GATE_OPTIONS,
  ...PASSPHRASE_OPTION,
  ...AUDIENCE_OPTION,
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

/** Options of those that write one for the web. */
export const WEB_OPTIONS = {
  ...SITE_OPTIONS,
  ...HOST_OPTION,
  url: {type: "string", help: "where it will be, for pictures of links to it: https://reports.example.com/"}
} as const;

/** Whether a call passes over cells whose metric is not there yet. */
export function allowsUnknown({values}: Call): boolean {
  return values["allow-unknown-cells"] === true;
}

/** How a call has its site made. @throws {ReportError} for an unusable address or an unknown host. */
export function webSiteOf(call: Call) {
  return {
    allowUnknown: allowsUnknown(call),
    audience: audienceOf(call),
    warnOnly: warnsOnly(call),
    url: urlOf(call),
    hostFiles: hostFilesOf(call)
  };
}
