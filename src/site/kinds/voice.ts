import {voiceChart} from "../../charts/voice.ts";
import {voice} from "../../metrics/voice.ts";
import {comparedBy} from "../../metrics/compared-by.ts";
import type {VoiceOptions} from "../../metrics/voice-options.ts";
import type {MetricKind} from "./kind.ts";

/** What customers say, and what drives praise and complaint. */
export const kind: MetricKind = {
  metric: voice,
  chart: ({table, tables = {}}, cell: VoiceOptions, options) =>
    voiceChart(table, {
      ...options,
      themes: tables["themes"]!,
      trend: tables["trend"]!,
      compare: comparedBy(cell),
      show: cell.show
    })
};
