/**
 * The bytes of a gzipped file, inflated, whether or not the host said that it is gzipped: one that does say so (`content-encoding: gzip`, as some do for every `.gz`) has had the browser inflate it already.
 *
 * @throws {Error} saying `tooOld` in a browser that cannot inflate.
 */
export async function inflated(answer: Response, tooOld = "DecompressionStream is missing"): Promise<Uint8Array> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (!("DecompressionStream" in globalThis)) throw new Error(tooOld);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
