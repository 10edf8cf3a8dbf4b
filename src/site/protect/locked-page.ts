import {gzip} from "node:zlib";
import {promisify} from "node:util";
import {insideHtml, jsonInsideHtml} from "../export/inside-html.ts";
import {protectWords} from "../words/protect-words.ts";
import {POLICY} from "../policy.ts";
import {words} from "../words/languages.ts";
import {ROUNDS} from "./seal.ts";
import type {Seal} from "./seal.ts";

/** What a locked page says to the script that unlocks it. */
export interface Lock {
  /** Of the passphrase, base64. */
  readonly salt: string;
  readonly rounds: number;
  /** The file's path from the site's root: bytes of another file under its name do not open. */
  readonly path: string;
  /** Base64: the page, gzipped and sealed. */
  readonly page: string;
  /** JSON and data that are as they were, though others of their names are sealed; paths from the site's root. */
  readonly clear: readonly string[];
}

/** What a page is locked with. */
export interface Locking {
  readonly seal: Seal;
  readonly path: string;
  readonly policy: string;
  /** The script of {@link ./unlock.ts}: its address from the page, or its text. */
  readonly script: {readonly src: string} | {readonly text: string};
  /** What is said of the page in clear text, as meta elements; defaults to nothing. */
  readonly meta?: string;
  /** See {@link Lock.clear}; defaults to none. */
  readonly clear?: readonly string[];
}

/** The page that asks for the passphrase in the place of another one, which it has inside, sealed. Of that one it tells the language alone. */
export async function lockedPage(
  html: string,
  {seal, path, policy, script, meta = "", clear = []}: Locking
): Promise<string> {
  const packed = await promisify(gzip)(html, {level: 9});
  const page = seal.bytes(packed, path).toString("base64");
  const lock: Lock = {salt: seal.salt, rounds: ROUNDS, path, page, clear};
  const text = protectWords(langOf(html));
  const {wrong, insecure, damaged, old, missing, unreachable} = text;
  const said = {wrong, insecure, damaged, old, missing, unreachable};
  const run =
    "src" in script
      ? `<script type="module" src="${script.src}"></script>`
      : `<script type="module">${insideHtml(script.text)}</script>`;
  return `<!doctype html><html lang="${text.lang}"><head><meta charset="utf-8">${meta}<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><link rel="icon" type="image/svg+xml" href="data:image/svg+xml,%3Csvg%20xmlns%3D'http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg'%2F%3E"><title>${text.title}</title><style>${STYLE}</style></head><body><form id="k-unlock" hidden><h1>${text.title}</h1><p id="k-why">${text.why}</p><label for="k-phrase">${text.passphrase}</label><input id="k-phrase" type="password" autocomplete="current-password" required aria-describedby="k-why k-said"><button>${text.open}</button><p id="k-said" role="alert"></p></form><noscript><p>${text.script}</p></noscript><script type="application/json" id="k-words">${jsonInsideHtml(said)}</script><script type="application/json" id="k-lock">${jsonInsideHtml(lock)}</script>${run}</body></html>`;
}

/** The page that hosts send for an address that is none, in the place of the site's own: its script would be asked for from there, and it tells nothing but its language. */
export function notFoundPage(html: string): string {
  const {lang, page} = words(langOf(html));
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${page.notFound}</title><style>${STYLE}</style></head><body><main><h1>${page.notFound}</h1><p>${page.notFoundHint}</p></main></body></html>`;
}

/** The language that a page says it is in. */
function langOf(html: string): string {
  return /<html[^>]* lang="?([\w-]+)/.exec(html)?.[1] ?? "en";
}

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{display:grid;place-items:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(22rem,calc(100vw - 3rem))}h1{font-size:1.25rem;margin:0}p{margin:0}
input,button{font:inherit;padding:.6rem .75rem;border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:.4rem}
button{background:light-dark(#1d4ed8,#93b4ff);color:light-dark(#fff,#0b1020);border-color:transparent;cursor:pointer}button:disabled{opacity:.6;cursor:progress}
[role=alert]{color:light-dark(#b42318,#ffb4a8);min-height:1.5em}`;
