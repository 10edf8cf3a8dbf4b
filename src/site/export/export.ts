import {existsSync} from "node:fs";
import {join} from "node:path";
import type {Page} from "../page.ts";
import type {BuiltSite} from "../paper/built-site.ts";
import {lockedPage} from "../protect/locked-page.ts";
import type {Seal} from "../protect/seal.ts";
import {replaceFile} from "../replace-file.ts";
import {bundlePage, bundleUnlock, needsKey} from "./export-bundle.ts";
import {fileName, singleFile, singlePolicy} from "./single-file.ts";

/** How reports are exported. Paths are absolute. */
export interface ExportOptions {
  readonly project: string;
  /** Folder to write. */
  readonly out: string;
  /** Encrypts each file; null: they stay as they are. */
  readonly seal: Seal | null;
}

/** A file that was written: its path within the folder, and its size in bytes. */
export interface ExportedFile {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes reports of a built site as files that need nothing else: `value.html`, each with its filters, which computes in the reader's browser and asks nobody for anything.
 * Links between reports lead to the files of this folder; all are made before the first is written.
 */
export async function* exportReports(
  {built, folder}: Pick<BuiltSite, "built" | "folder">,
  pages: readonly Page[],
  {project, out, seal}: ExportOptions
): AsyncGenerator<ExportedFile> {
  const all = built.site.pages;
  const exported = new Set(
    all.filter((page) => pages.includes(page) || existsSync(join(out, fileName(page.path)))).map(({path}) => path)
  );
  const scripts = new Map<string, string>();
  const unlock = seal && {seal, text: await bundleUnlock(project)};
  const files: {readonly file: string; readonly html: string}[] = [];
  for (const page of pages) {
    const key = needsKey(page);
    const script = scripts.get(key) ?? (await bundlePage(project, page));
    scripts.set(key, script);
    const single = await singleFile({site: folder, page, pages: all, exported, data: built.published, script});
    const file = fileName(page.path);
    const policy = unlock && singlePolicy([unlock.text, ...single.scripts]);
    const html = unlock
      ? await lockedPage(single.html, {seal: unlock.seal, path: file, script: {text: unlock.text}, policy: policy!})
      : single.html;
    files.push({file, html});
  }
  for (const {file, html} of files) {
    await replaceFile(join(out, file), html);
    yield {file, bytes: Buffer.byteLength(html)};
  }
}
