import {ReportError} from "../../../errors.ts";
import type {SnapshotRecord} from "../record.ts";
import {PackedError} from "./content.ts";
import {isPackableData, packablePages} from "./packable.ts";
import {unpackFile} from "./packed-folder.ts";

/**
 * Puts all files of a snapshot back in the place of their patches, byte for byte: data first, then JSON, then pages.
 * @throws {ReportError} naming the file that one of them lacks.
 */
export async function unpackSnapshot(folder: string, record: SnapshotRecord): Promise<void> {
  const pages = packablePages(record);
  const isPage = (path: string) => path.endsWith(".html");
  const paths = [
    ...record.files.filter(isPackableData),
    ...pages.filter((path) => !isPage(path)),
    ...pages.filter(isPage)
  ];
  try {
    for (const path of paths) await unpackFile(folder, path);
  } catch (error) {
    if (!(error instanceof PackedError)) throw error;
    throw new ReportError(
      `snapshot ${record.id} cannot be unpacked: ${error.path} is ${error.reason}`,
      {file: folder, line: 1},
      "put the file back from the web or a copy of the folder"
    );
  }
}
