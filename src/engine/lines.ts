const LF = 10;
const CR = 13;

/**
 * The line, from 1, in which each byte stands; `\n`, `\r\n` and a lone `\r` end one.
 *
 * @param chunks the file's bytes.
 * @param positions indexes of bytes, ascending.
 */
export async function linesAt(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  positions: readonly number[]
): Promise<number[]> {
  const lines: number[] = [];
  let line = 1;
  let start = 0; // of the chunk
  let last = 0; // byte before
  for await (const chunk of chunks) {
    for (let i = 0; i < chunk.length && lines.length < positions.length; ++i) {
      const byte = chunk[i]!;
      if (last === LF || (last === CR && byte !== LF)) ++line;
      last = byte;
      while (positions[lines.length] === start + i) lines.push(line);
    }
    start += chunk.length;
  }
  while (lines.length < positions.length) lines.push(line);
  return lines;
}
