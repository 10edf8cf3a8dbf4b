/**
 * A file of the site; restored, and inflated, where its snapshot was packed while the page was open.
 * @param asked its answer, where it was asked for already
 * @throws {Error} if it cannot be had
 */
export async function siteFile(url: URL, asked = fetch(url)): Promise<Response> {
  const answer = await asked;
  if (answer.ok) return answer;
  const {restoredFile} = await import("../snapshots/pack/restored-file.ts");
  const bytes = await restoredFile(url.href);
  if (bytes !== null) return new Response(bytes);
  throw new Error(`${url.pathname}: ${answer.status}`);
}
