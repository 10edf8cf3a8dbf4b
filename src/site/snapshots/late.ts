// Leads from a page below latest/ to the same report of the latest snapshot.
import {folderOf} from "../views/link.ts";
import type {Latest} from "./folder.ts";

/** The folder's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");
const main = document.querySelector<HTMLElement>("main[data-report]")!;

void follow().catch(() => tell("stuck"));

async function follow(): Promise<void> {
  const answer = await fetch(`${ROOT}latest.json`, {cache: "no-store"});
  if (!answer.ok) throw new Error(`latest.json: ${answer.status}`);
  const {snapshot, reports} = (await answer.json()) as Latest;
  const path = main.dataset["report"]!;
  const page = (report: string) => `${ROOT}snapshots/${snapshot}/${folderOf(report)}index.html`;
  if (reports.includes(path)) return location.replace(page(path) + location.search + location.hash);
  const first = main.querySelector<HTMLAnchorElement>("a[data-first]")!;
  first.href = page(reports.includes("") ? "" : reports[0]!);
  first.hidden = false;
  tell("gone");
}

/** Says what happened in place of the line that says that the page is coming. */
function tell(what: "gone" | "stuck"): void {
  const line = main.querySelector<HTMLElement>(".k-lead")!;
  line.textContent = line.dataset[what]!;
  for (const one of main.querySelectorAll<HTMLElement>(".k-late")) one.dataset["now"] = "";
}
