import {translationsOf} from "../../translations.ts";
import type {SnapshotRecord} from "../record.ts";
import {PackedError, contentOf} from "./content.ts";
import {RECORD, isPackableData, packablePages} from "./packable.ts";
import {folderSite} from "./packed-folder.ts";
import {partnersOf} from "./partners.ts";

/** A file, and what it shall be restored from; without any of them it stands for itself. */
export interface Job {
  readonly path: string;
  readonly bases: readonly string[];
  /** Files of the same snapshot whose figures it may have once more, if it is large. */
  readonly others: readonly string[];
  readonly record: SnapshotRecord;
}

/** The pages of a snapshot, with their JSON, as they shall be restored from another one. */
export function pageJobs(record: SnapshotRecord, base: SnapshotRecord): readonly Job[] {
  const others = new Set(packablePages(base));
  return packablePages(record).map((path) => {
    // What a snapshot says of itself can be read whatever becomes of the others.
    if (path.endsWith(`/${RECORD}`)) return {path, bases: [], others: [], record};
    const same = path.replace(`/${record.id}/`, `/${base.id}/`);
    return {
      path,
      bases: [...(others.has(same) ? [same] : []), ...translatedFrom(path, record)],
      others: othersOf(path, record),
      record
    };
  });
}

/** Of a translated report's page, or JSON, the one in the snapshot's own language, which has the same figures; none for any other file. */
function translatedFrom(path: string, record: SnapshotRecord): readonly string[] {
  const {lang, reports} = record;
  const report = reports.find((one) => one.lang !== lang && fileBeside(path, one, record) === path);
  const own = report && translationsOf(reports, report).find((one) => one.lang === lang);
  return own ? [fileBeside(path, own, record)] : [];
}

/** Of the page, or JSON, of a report in the snapshot's own language those of all others; none for any other file. */
function othersOf(path: string, record: SnapshotRecord): readonly string[] {
  const own = record.reports.filter(({lang}) => lang === record.lang).map((one) => fileBeside(path, one, record));
  return own.includes(path) ? own.filter((one) => one !== path) : [];
}

/** A report's file of the same name. */
function fileBeside(
  path: string,
  report: Pick<SnapshotRecord["reports"][number], "path">,
  {id}: SnapshotRecord
): string {
  return `snapshots/${id}/${report.path === "" ? "" : `${report.path}/`}${path.slice(path.lastIndexOf("/") + 1)}`;
}

/** Data that no whole snapshot needs, by the newest snapshot that does; that one first. */
export function dataOf(
  snapshots: readonly SnapshotRecord[],
  whole: readonly SnapshotRecord[]
): ReadonlyMap<SnapshotRecord, readonly string[]> {
  const needed = new Set(whole.flatMap(({files}) => files));
  const newest = new Map(snapshots.flatMap((record) => record.files.map((file) => [file, record] as const)));
  const packable = [...newest].filter(([file]) => isPackableData(file) && !needed.has(file));
  const byRecord = Map.groupBy(packable, ([, record]) => record);
  return new Map(
    snapshots.toReversed().flatMap((record) => {
      const files = byRecord.get(record)?.map(([file]) => file);
      return files ? [[record, files]] : [];
    })
  );
}

/** Data of a snapshot as it shall be restored from another one; none where their manifests cannot be read. */
export async function dataJobs(
  folder: string,
  files: readonly string[],
  {record, base}: {record: SnapshotRecord; base: SnapshotRecord}
): Promise<readonly Job[]> {
  const site = folderSite(folder);
  try {
    const [own, other] = await Promise.all(
      [record, base].map(({id}) => contentOf(`snapshots/${id}/manifest.json`, site))
    );
    const partners = partnersOf(Buffer.from(own!).toString(), Buffer.from(other!).toString());
    return files.map((path) => ({path, bases: partners.has(path) ? [partners.get(path)!] : [], others: [], record}));
  } catch (error) {
    if (error instanceof PackedError) return []; // its pages have told
    throw error;
  }
}
