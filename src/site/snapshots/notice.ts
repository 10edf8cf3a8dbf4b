// On a page of a snapshot: a line that says so where another one is the latest.
import {snapshotWords} from "../words/snapshot-words.ts";
import {folderOf} from "../views/link.ts";
import type {Latest} from "./folder.ts";

const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

/** Says below the page's date that a newer snapshot is there, and leads to it. */
export async function tellNewer(): Promise<void> {
  // From the folder of snapshots on: what it stands in may be called so, too.
  const page = location.href.startsWith(ROOT)
    ? new URL(location.href).pathname.slice(new URL(ROOT).pathname.length)
    : "";
  const [, own, path] = /^snapshots\/([\w-]+)\/(.*?)\/?(?:index\.html)?$/.exec(page) ?? [];
  const line = document.querySelector(".k-head .k-asof");
  if (own === undefined || path === undefined || !line) return;
  const answer = await fetch(`${ROOT}latest.json`, {cache: "no-store"});
  if (!answer.ok) return;
  const {snapshot, asOf, reports} = (await answer.json()) as Latest;
  if (snapshot === own) return;
  const {lang} = document.documentElement;
  const date = new Intl.DateTimeFormat(lang, {dateStyle: "long", timeZone: "UTC"}).format(
    new Date(`${asOf}T00:00:00Z`)
  );
  const link = document.createElement("a");
  link.className = "k-newer";
  link.href = `${ROOT}latest/${reports.map(folderOf).find((folder) => folder === `${path}/`) ?? ""}index.html`;
  link.textContent = snapshotWords(lang).newer(date);
  line.append(" ", link);
}
