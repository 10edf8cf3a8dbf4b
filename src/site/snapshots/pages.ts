import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {createFormat} from "../../charts/format.ts";
import {words} from "../words/languages.ts";
import {snapshotWords} from "../words/snapshot-words.ts";
import type {SnapshotWords} from "../words/snapshot-words.ts";
import {DOCUMENT} from "../svg.ts";
import {element} from "../views/element.ts";
import {compareSnapshots} from "./comparison.ts";
import type {Step} from "./comparison.ts";
import type {CompareData} from "./compare.ts";
import {comparisonView, figuresView} from "./comparison-view.ts";
import type {ComparedReport} from "./comparison-view.ts";
import {indexView} from "./index-view.ts";
import {lateView} from "./late-view.ts";
import type {SnapshotRecord} from "./record.ts";
import {shellPage, shellStyle} from "./shell.ts";
import type {Shell} from "./shell.ts";
import type {SnapshotStyle} from "./style.ts";

/** What all pages about snapshots share. */
export interface Frame {
  readonly style: string;
  readonly mark: string;
  /** The scripts of the comparing page and of those below `latest/`, from the folder's root. */
  readonly scripts: {readonly compare: string; readonly late: string};
}

/** The frame of pages below `latest/`. */
export interface LateFrame extends Frame {
  /** Address of the picture that stands for links to a report; null where there is none. */
  pictureOf(path: string): string | null;
}

/** The frame of pages about snapshots, from the project's own files. */
export async function readFrame(project: string, scripts: Frame["scripts"]): Promise<Frame> {
  const mark = (await readFile(join(project, "public/mark.svg"), "utf8")).trim();
  return {style: await shellStyle(project), mark, scripts};
}

/** Text of `index.html`, the list of snapshots. */
export function indexPageOf(snapshots: readonly SnapshotRecord[], latest: string, frame: Frame): string {
  const newest = snapshots.at(-1)!;
  const style = styleOf(newest);
  const main = element(DOCUMENT, "main", {}, indexView(snapshots, latest, style));
  return page(newest, frame, {title: style.text.title, root: "./", main});
}

/** Text of `compare/index.html`: the two newest snapshots side by side, and a choice of any two. Null before there are two. */
export function comparePageOf(
  snapshots: readonly SnapshotRecord[],
  reports: readonly ComparedReport[],
  frame: Frame
): string | null {
  const [before, after] = snapshots.slice(-2);
  if (!before || !after) return null;
  const style = styleOf(after);
  const {text, format} = style;
  const steps: Step[] = snapshots.map(({id, number, asOf, builtAt, since}) => ({
    id,
    number,
    asOf,
    builtAt,
    since: since && {snapshot: since.snapshot, splits: since.splits}
  }));
  const option = ({id, asOf, number}: Step, chosen: string) =>
    element(DOCUMENT, "option", {value: id, selected: id === chosen ? "" : null}, [
      `${format.value(asOf, "date")} · ${number}`
    ]);
  const choice = (name: "from" | "to", chosen: string) =>
    element(DOCUMENT, "label", {}, [
      text.comparison[name],
      element(
        DOCUMENT,
        "select",
        {name, autocomplete: "off"},
        steps.toReversed().map((step) => option(step, chosen))
      )
    ]);
  const main = element(DOCUMENT, "main", {}, [
    element(DOCUMENT, "header", {class: "k-head"}, [
      element(DOCUMENT, "p", {class: "k-asof"}, [element(DOCUMENT, "a", {href: "../index.html"}, [text.all])]),
      element(DOCUMENT, "h1", {}, [text.comparison.title]),
      element(DOCUMENT, "p", {class: "k-lead"}, [text.comparison.lead]),
      element(DOCUMENT, "form", {class: "k-choice"}, [
        choice("from", before.id),
        choice("to", after.id),
        element(DOCUMENT, "button", {type: "button"}, [`⇄ ${text.comparison.swap}`])
      ]),
      element(DOCUMENT, "p", {class: "k-note k-no-script"}, [text.comparison.noScript]),
      element(DOCUMENT, "p", {class: "k-note k-status", role: "status"})
    ]),
    element(
      DOCUMENT,
      "div",
      {class: "k-compared"},
      comparisonView(compareSnapshots(before, after, steps), figuresView(reports, style), style)
    )
  ]);
  const value: CompareData = {lang: after.lang, currency: after.currency, steps};
  return page(after, frame, {
    title: text.comparison.title,
    root: "../",
    main,
    scripts: [frame.scripts.compare],
    data: {id: "k-compare", value}
  });
}

/** Text of a report's page below `latest/`. */
export function latePageOf(
  report: SnapshotRecord["reports"][number],
  record: SnapshotRecord,
  frame: LateFrame
): string {
  const text: SnapshotWords = snapshotWords(report.lang);
  const root = `../${report.path === "" ? "" : "../".repeat(report.path.split("/").length)}`;
  return page({...record, lang: report.lang}, frame, {
    title: report.title,
    root,
    picture: frame.pictureOf(report.path),
    main: lateView(report, root, {document: DOCUMENT, text}),
    scripts: [frame.scripts.late]
  });
}

function styleOf({lang, currency}: SnapshotRecord): SnapshotStyle {
  return {
    document: DOCUMENT,
    format: createFormat({lang, currency}),
    words: words(lang),
    text: snapshotWords(lang)
  };
}

function page(
  {lang, title: site}: SnapshotRecord,
  {style, mark}: Frame,
  {
    title,
    root,
    main,
    scripts = [],
    data = null,
    picture = null
  }: Pick<Shell, "title" | "root"> & {main: Element} & Partial<Pick<Shell, "scripts" | "data" | "picture">>
): string {
  return shellPage({
    lang,
    locale: words(lang).locale,
    title,
    site,
    root,
    scripts,
    style,
    mark,
    main: main.outerHTML,
    data,
    picture
  });
}
