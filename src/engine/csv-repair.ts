/** A row taken out of a file: its first line, from 1, and that line's text. */
export interface Removed {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** A CSV without its unreadable rows, its lines ended alike. */
export interface Repaired {
  readonly bytes: Uint8Array;
  readonly unreadable: readonly Removed[];
}

const QUOTE = 34;
const LF = 10;
const CR = 13;
const LONGEST = 2_000_000; // bytes; DuckDB reads lines up to 2,097,152

/**
 * The CSV without the rows that cannot be read, each of which costs one line: a quote that never closes, or closes in the
 * middle of a word, or swallows lines until the columns no longer fit, is a fault of the line where it opens.
 */
export function repairCsv(bytes: Uint8Array, delimiter: string): Repaired {
  const out = new Uint8Array(bytes.length + 1);
  const unreadable: Removed[] = [];
  let size = 0;
  let line = 1;
  let columns = 0; // of the header
  for (let start = 0; start < bytes.length;) {
    const row = readRow(bytes, start, delimiter.charCodeAt(0));
    columns ||= row.columns;
    const reason = faultOf(row, columns);
    const end = reason === null ? row.end : lineEnd(bytes, start);
    if (reason === null) {
      out.set(bytes.subarray(start, end), size);
      size += end - start;
      out[size++] = LF;
    } else unreadable.push({line, reason, text: new TextDecoder().decode(bytes.subarray(start, end))});
    line += reason === null ? row.lines : 1;
    start = afterLineEnd(bytes, end);
  }
  return {bytes: out.subarray(0, size), unreadable};
}

interface Row {
  /** Where its line end begins. */
  readonly end: number;
  readonly columns: number;
  readonly lines: number;
  readonly blank: boolean;
  readonly fault: string | null;
  readonly length: number;
}

function faultOf(row: Row, columns: number): string | null {
  if (row.fault !== null) return row.fault;
  if (row.length > LONGEST) return "line too long";
  if (row.columns !== columns && !row.blank) return columnsReason(row.columns, columns);
  return null;
}

/** The row that starts here, up to its end or to its first fault. */
function readRow(bytes: Uint8Array, start: number, delimiter: number): Row {
  let columns = 1;
  let lines = 1;
  let at = start;
  let fault: string | null = null;
  while (at < bytes.length && fault === null) {
    if (bytes[at] === QUOTE) {
      const close = closingQuote(bytes, at + 1);
      lines += lineEnds(bytes, at, close);
      if (close === bytes.length) fault = "quote never closes";
      else if (!endsValue(bytes, close + 1, delimiter)) fault = "text after a closing quote";
      at = close + 1;
    } else while (at < bytes.length && !endsValue(bytes, at, delimiter)) ++at;
    if (fault !== null || bytes[at] !== delimiter) break;
    ++columns;
    ++at;
  }
  return {end: Math.min(at, bytes.length), columns, lines, blank: at === start, fault, length: at - start};
}

function closingQuote(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 2))
    if (bytes[at + 1] !== QUOTE) return at;
  return bytes.length;
}

function endsValue(bytes: Uint8Array, at: number, delimiter: number): boolean {
  return at >= bytes.length || bytes[at] === delimiter || bytes[at] === LF || bytes[at] === CR;
}

function lineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) ++count;
  return count;
}

function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) ++at;
  return at;
}

function afterLineEnd(bytes: Uint8Array, end: number): number {
  return end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
}

/** Why a row of `found` columns cannot be read where the header has `expected`. */
export function columnsReason(found: number, expected: number): string {
  return `too ${found < expected ? "few" : "many"} columns: ${found} instead of ${expected}`;
}
