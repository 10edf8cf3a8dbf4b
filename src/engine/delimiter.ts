import {QueryError} from "../errors.ts";

const CANDIDATES = [",", ";", "\t", "|"];

/**
 * The character that most often separates words of the header, outside its quotes; a comma where none does.
 *
 * @param head the file's first bytes.
 * @throws {QueryError} if the header is not UTF-8 text.
 */
export function findDelimiter(head: Uint8Array, file: string): string {
  const header = headerOf(head, file).replace(/"[^"]*"/g, "");
  const counts = CANDIDATES.map((candidate) => header.split(candidate).length);
  return CANDIDATES[counts.indexOf(Math.max(...counts))]!;
}

function headerOf(head: Uint8Array, file: string): string {
  const end = head.findIndex((byte) => byte === 10 || byte === 13);
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(end < 0 ? head : head.subarray(0, end), {stream: end < 0});
  } catch (cause) {
    throw new QueryError(`header of ${file} is not UTF-8 text; save the file as UTF-8`, {sql: "", cause});
  }
}
