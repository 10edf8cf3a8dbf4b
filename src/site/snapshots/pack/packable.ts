import type {SnapshotRecord} from "../record.ts";

/** The file in which a snapshot says what it is. */
export const RECORD = "snapshot.json";

/** Files of a snapshot that can be packed, from the folder's root: its reports, their JSON, the search, its manifest, and what it says of itself. Others are asked for by their name alone, as pictures are, or are an author's. */
export function packablePages({id, reports}: Pick<SnapshotRecord, "id" | "reports">): readonly string[] {
  const folders = reports.map(({path}) => (path === "" ? "" : `${path}/`));
  const languages = [...new Set(reports.map(({lang}) => lang))];
  return [
    ...folders.flatMap((folder) => [`${folder}index.html`, `${folder}index.json`]),
    ...languages.flatMap((lang) => [`search/${lang}/index.html`, `search/${lang}.json`]),
    "manifest.json",
    RECORD
  ].map((path) => `snapshots/${id}/${path}`);
}

/** Whether a file is data that can be packed. */
export function isPackableData(file: string): boolean {
  return file.startsWith("_data/") && file.endsWith(".gz");
}
