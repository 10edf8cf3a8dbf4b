import {columnsReason, repairCsv, type Removed, type Repaired} from "./csv-repair.ts";
import type {Table, UnreadableRow} from "./engine.ts";
import {findDelimiter} from "./delimiter.ts";
import {linesAt} from "./lines.ts";
import {quoteIdentifier, quoteLiteral} from "./quote.ts";

/** What reading a CSV needs of an engine and of the files behind it. */
export interface CsvHost {
  readonly query: (sql: string) => Promise<Table>;
  /** The first bytes of the file, decompressed; enough for its header. */
  readonly head: (file: string) => Promise<Uint8Array>;
  /** The whole file, decompressed. */
  readonly read: (file: string) => Promise<Uint8Array>;
  /** The same in pieces, for files that memory does not hold. */
  readonly chunks: (file: string) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The name under which the engine reads these bytes until it is discarded. */
  readonly store: (bytes: Uint8Array) => Promise<string>;
  readonly discard: (name: string) => Promise<void>;
  /** A path as the engine's glob takes it literally. */
  readonly literal: (path: string) => string;
}

interface CsvFile {
  /** The name for the author. */
  readonly file: string;
  /** The name for the engine: the file's, or that of its repaired copy. */
  readonly path: string;
  readonly delimiter: string;
  readonly repaired: Repaired | null;
}

/**
 * Makes `create … as QUERY` of the files' rows. A row that cannot be read costs itself only: where a broken quote would
 * swallow its neighbours, the file is repaired first. Columns of several files are matched by name.
 *
 * @param create runs the statement with the query that reads the files.
 * @returns the rows that could not be read, by file and line.
 * @throws {QueryError} if a file cannot be read at all.
 */
export async function loadCsv(
  host: CsvHost,
  files: readonly string[],
  {delimiter, create}: {delimiter: string | null; create: (query: string) => Promise<unknown>}
): Promise<UnreadableRow[]> {
  const first = await Promise.all(
    files.map(async (file) => openCsv(file, delimiter ?? findDelimiter(await host.head(file), file)))
  );
  const {rows, broken} = await loadOnce(host, first, create);
  if (broken.size === 0) return rows;
  const second = await Promise.all(first.map((csv) => (broken.has(csv.file) ? repair(host, csv) : csv)));
  try {
    const again = await loadOnce(host, second, create);
    if (again.error) throw again.error;
    return again.rows;
  } finally {
    for (const csv of second) if (csv.repaired) await host.discard(csv.path);
  }
}

function openCsv(file: string, delimiter: string): CsvFile {
  return {file, path: file, delimiter, repaired: null};
}

async function repair(host: CsvHost, csv: CsvFile): Promise<CsvFile> {
  const repaired = repairCsv(await host.read(csv.file), csv.delimiter);
  return {...csv, path: await host.store(repaired.bytes), repaired};
}

interface Loaded {
  readonly rows: UnreadableRow[];
  /** Files that must be repaired for their good rows to survive. */
  readonly broken: ReadonlySet<string>;
  readonly error?: unknown;
}

let loads = 0; // names the reject tables of one load

async function loadOnce(
  host: CsvHost,
  files: readonly CsvFile[],
  create: (query: string) => Promise<unknown>
): Promise<Loaded> {
  const rejects = `kizuna_rejects_${++loads}`;
  const query = files.map((csv) => `from ${readCsv(host, csv, rejects)}`).join(" union all by name ");
  try {
    await create(query);
    return await readRejects(host, files, rejects);
  } catch (error) {
    // The dialect of a file with a broken quote or with mixed line ends cannot be told: every file may be the one.
    return {rows: [], broken: new Set(files.map((csv) => csv.file)), error};
  } finally {
    await host.query(`drop table if exists ${rejects}_errors`);
    await host.query(`drop table if exists ${rejects}_scans`);
  }
}

// Everything but the column types is fixed: a sniffer that may also drop the quotes or skip lines would rather do that than report a row.
function readCsv(host: CsvHost, csv: CsvFile, rejects: string): string {
  const fixed = [
    `delim=${quoteLiteral(csv.delimiter)}`,
    `quote='"', escape='"', comment='', skip=0, header=true, sample_size=-1`,
    `ignore_errors=true, store_rejects=true, rejects_table='${rejects}_errors', rejects_scan='${rejects}_scans'`
  ];
  return `read_csv(${quoteLiteral(host.literal(csv.path))}, ${fixed.join(", ")})`;
}

function rejectsQuery(rejects: string): string {
  return `
    select distinct on (file_path, line_byte_position)
      file_path, line_byte_position - 1 as at, error_type::varchar as kind, csv_line as text, error_message as message
    from ${quoteIdentifier(`${rejects}_errors`)} join ${quoteIdentifier(`${rejects}_scans`)} using (scan_id, file_id)
    order by file_path, line_byte_position, error_type = 'CAST', column_idx, error_message`; // first what is wrong with the row, then with a value
}

interface Reject {
  /** Where its row starts, in bytes; DuckDB's own line counts rows, not lines. */
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly message: string;
}

async function readRejects(host: CsvHost, files: readonly CsvFile[], rejects: string): Promise<Loaded> {
  const answer = await host.query(rejectsQuery(rejects));
  const broken = new Set<string>();
  const rows: UnreadableRow[] = [];
  for (const csv of files) {
    const found = rejectsOf(answer, host.literal(csv.path));
    if (csv.repaired === null && found.some(isRepairable)) broken.add(csv.file);
    else rows.push(...(await placeRejects(host, csv, found)));
  }
  return {rows, broken};
}

function rejectsOf({columns, length}: Table, path: string): Reject[] {
  const all = Array.from({length}, (_, i) => ({
    path: columns["file_path"]![i],
    at: Number(columns["at"]![i]),
    kind: String(columns["kind"]![i]),
    text: String(columns["text"]![i] ?? ""),
    message: String(columns["message"]![i] ?? "")
  }));
  return all.filter((reject) => reject.path === path);
}

/** Whether neighbours may be lost with the row: it spans lines, or its quotes are broken. */
function isRepairable({kind, text}: Reject): boolean {
  return REPAIRABLE.has(kind) || /[\r\n]/.test(trimLineEnds(text));
}

async function placeRejects(host: CsvHost, csv: CsvFile, rejects: readonly Reject[]): Promise<UnreadableRow[]> {
  const removed = csv.repaired?.unreadable ?? [];
  const chunks = csv.repaired ? [csv.repaired.bytes] : host.chunks(csv.file);
  const lines =
    rejects.length === 0
      ? []
      : await linesAt(
          chunks,
          rejects.map((reject) => reject.at)
        );
  const placed = rejects.map(({text, kind, message}, i) => {
    const blank = /^[\r\n]*/.exec(text)![0]; // DuckDB counts blank lines to the row after them
    const line = lineIn(removed, lines[i]! + countLineEnds(blank));
    return {file: csv.file, line, reason: reasonOf(kind, message), text: trimLineEnds(text)};
  });
  const all = [...placed, ...removed.map((row) => ({file: csv.file, ...row}))];
  return all.sort((a, b) => a.line - b.line);
}

function trimLineEnds(text: string): string {
  return text.replace(/^[\r\n]+|[\r\n]+$/g, "");
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

const REPAIRABLE = new Set(["UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM", "INVALID STATE"]);

/** The line in the file as it came, before lines were taken out of it. */
function lineIn(removed: readonly Removed[], line: number): number {
  let original = line;
  for (const row of removed) if (row.line <= original) ++original;
  return original;
}

function reasonOf(kind: string, message: string): string {
  const counts = /Columns: (\d+) Found: (\d+)/.exec(message);
  if (counts) return columnsReason(Number(counts[2]), Number(counts[1]));
  if (kind === "INVALID ENCODING") return "not UTF-8 text";
  if (kind === "LINE SIZE OVER MAXIMUM") return "line too long";
  if (kind === "UNQUOTED VALUE") return "broken quote";
  return message.replace(
    /^Error when converting column "(.*)"\. Could not convert string /,
    'column "$1": cannot convert '
  );
}
