/**
 * The bytes of a gzipped file, inflated, whether or not the host said that it is gzipped: one that does say so (`content-encoding: gzip`, as some do for every `.gz`) has had the browser inflate it already.
 */
export async function inflated(answer: Response): Promise<Uint8Array> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
