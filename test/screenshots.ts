// Pictures of every page of a workspace, to be looked at: at four widths, light and dark, and the sheets of each PDF. `npm run screenshots -- [report …] [--workspace DIR] [--out DIR]`
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {parseArgs} from "node:util";
import {getDocument} from "pdfjs-dist/legacy/build/pdf.mjs";
import {allPath} from "../src/site/index-page.ts";
import {openBuiltSite} from "../src/site/paper/built-site.ts";
import {printReport} from "../src/site/paper/pdf.ts";
import {openWorkspace} from "../src/site/workspace.ts";

const PROJECT = join(import.meta.dirname, "..");
const WIDTHS = [375, 768, 1280, 1920];
const THEMES = ["light", "dark"] as const;
/** Chromium draws no higher picture. */
const HIGHEST = 16_000;
const HEIGHT = 900;
const PDF_SCALE = 1.5;

const {values, positionals} = parseArgs({
  options: {workspace: {type: "string", default: PROJECT}, out: {type: "string"}},
  allowPositionals: true
});
const out = values.out ?? join(import.meta.dirname, "browser/screenshots");
const site = await openBuiltSite(openWorkspace(values.workspace, join(PROJECT, "node_modules/.cache/kizuna")), PROJECT);

try {
  for (const {message} of site.built.errors) console.error(message);
  if (site.built.errors.length > 0) process.exitCode = 1;
  const wanted = site.built.site.pages.filter(
    ({path}) => positionals.length === 0 || positionals.includes(path || "index")
  );
  const lists = positionals.length === 0 ? [...new Set(wanted.map(({lang}) => allPath(lang)))] : [];
  for (const path of [...wanted.map((page) => page.path), ...lists])
    for (const width of WIDTHS) for (const theme of THEMES) await shoot(path, width, theme);
  for (const {path} of wanted) await shootSheets(path);
} finally {
  await site.close();
}

async function shoot(path: string, width: number, theme: (typeof THEMES)[number]): Promise<void> {
  const view = await site.open(path, {width, height: HEIGHT, theme});
  try {
    const height = await view.evaluate(() => document.documentElement.scrollHeight);
    await view.setViewportSize({width, height: Math.min(height, HIGHEST)});
    await save(`${path || "index"}-${width}-${theme}.png`, await view.screenshot({type: "png"}));
  } finally {
    await view.context().close();
  }
}

async function shootSheets(path: string): Promise<void> {
  const file = await printReport(site, {path}, {out, paper: "a4", query: ""});
  const loading = getDocument({data: new Uint8Array(await readFile(join(out, file))), verbosity: 0});
  const pdf = await loading.promise;
  const {createCanvas} = await import("@napi-rs/canvas");
  for (let i = 1; i <= pdf.numPages; ++i) {
    const sheet = await pdf.getPage(i);
    const viewport = sheet.getViewport({scale: PDF_SCALE});
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
    await sheet.render({canvas: canvas as unknown as HTMLCanvasElement, viewport}).promise;
    await save(`${path || "index"}-sheet-${i}.png`, canvas.toBuffer("image/png"));
  }
  await loading.destroy();
}

async function save(name: string, picture: Uint8Array): Promise<void> {
  const file = join(out, name);
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, picture);
  console.log(file);
}
