import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {afterEach, beforeEach, expect, it} from "vitest";
import {singleFile} from "../../../src/site/export/single-file.ts";
import type {Page} from "../../../src/site/page.ts";

const page = {path: "", lang: "en", title: "A", description: null, blocks: [], live: null} as unknown as Page;

let site: string;
beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), "kizuna-single-"));
  writeFileSync(join(site, "index.json"), "{}");
  writeFileSync(join(site, "a.png"), "A");
  writeFileSync(join(site, "b c.png"), "B");
});
afterEach(() => rmSync(site, {recursive: true, force: true}));

/** The page with this body, as a single file. */
async function exported(body: string): Promise<Document> {
  const policy = `<meta http-equiv="Content-Security-Policy" content="">`;
  writeFileSync(join(site, "index.html"), `<!doctype html><html><head>${policy}</head><body>${body}</body></html>`);
  const single = {site, page, pages: [page], exported: new Set([""]), data: [], script: "export {};"};
  return parseHTML((await singleFile(single)).html).document;
}

it("a link whose percent sign stands for nothing is one that leads nowhere: plain text", async () => {
  const document = await exported('<p><a href="100%">all of it</a></p>');
  expect(document.querySelector("p")!.innerHTML).toBe("<span>all of it</span>");
});

// "A" and "B" are QQ== and Qg== in base64.
it("pictures are inside, also those of a srcset; of those that are missing nothing stays", async () => {
  const document = await exported(
    '<picture><source srcset="b%20c.png 2x, gone.png 3x,a.png"><source srcset="gone.png"><img src="a.png" srcset="a.png 600w, https://other.example/a,b.png 1200w"></picture>'
  );
  const [first, second] = document.querySelectorAll("source");
  expect(first!.getAttribute("srcset")).toBe("data:image/png;base64,Qg== 2x, data:image/png;base64,QQ==");
  expect(second!.hasAttribute("srcset")).toBe(false);
  const picture = document.querySelector("img")!;
  expect(picture.getAttribute("src")).toBe("data:image/png;base64,QQ==");
  expect(picture.getAttribute("srcset")).toBe("data:image/png;base64,QQ== 600w, https://other.example/a,b.png 1200w");
});
