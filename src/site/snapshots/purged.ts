/** How a file begins that stands in the place of deleted rows. A file of rows begins otherwise: it is compressed. */
const PURGED = '{"purged":';

/** Files of so many bytes, or more, are not what stands in the place of deleted rows. */
export const MOST_PURGED = 64;

/** What stands in the place of rows that were deleted on a day, an ISO date. */
export function purgedText(day: string): string {
  return `${PURGED}${JSON.stringify(day)}}\n`;
}

/** The day, as an ISO date, on which the rows were deleted in whose place these bytes stand; null for any others. */
export function purgedOn(bytes: Uint8Array): string | null {
  const text = bytes.length >= MOST_PURGED ? "" : new TextDecoder("latin1").decode(bytes);
  return text.startsWith(PURGED) ? (JSON.parse(text) as {purged: string}).purged : null;
}
