import {createCipheriv, pbkdf2, randomBytes} from "node:crypto";
import {readFile, readdir, writeFile} from "node:fs/promises";
import {join, relative, sep} from "node:path";
import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {protectWords} from "../words/protect-words.ts";

/** Rounds of PBKDF2 with SHA-256: what OWASP asks of it (Password Storage Cheat Sheet, 2023). */
export const ROUNDS = 600_000;

/** What a locked page says to the script that unlocks it. */
export interface Lock {
  /** Base64, new for each build. */
  readonly salt: string;
  readonly rounds: number;
  /** The file's path from the site's root: bytes of another file under its name do not open. */
  readonly path: string;
  /** Base64: see {@link seal}. */
  readonly page: string;
}

/**
 * Encrypts a written site in its place, with AES-256-GCM under a key that PBKDF2 makes of the passphrase and a salt of its own: of each page stays a form that asks for the passphrase, data files and JSON become what only the key opens.
 * Scripts, the database and files of `public/` stay as they are; so do paths.
 * @param script of {@link ./unlock.ts}, relative to the site's root.
 */
export async function protectFolder(folder: string, passphrase: string, script: string): Promise<void> {
  const salt = randomBytes(16);
  const key = await promisify(pbkdf2)(passphrase.normalize("NFKC"), salt, ROUNDS, 32, "sha256");
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join("/");
    if (!isLocked(path)) continue;
    const bytes = await readFile(file);
    if (!path.endsWith(".html")) await writeFile(file, seal(bytes, path, key));
    else {
      const page = seal(await promisify(gzip)(bytes, {level: 9}), path, key).toString("base64");
      const lang = /<html[^>]* lang="?([\w-]+)/.exec(bytes.toString("utf8"))?.[1] ?? "en";
      const lock: Lock = {salt: salt.toString("base64"), rounds: ROUNDS, path, page};
      await writeFile(file, lockedPage(lock, {lang, script: `${"../".repeat(path.split("/").length - 1)}${script}`}));
    }
  }
}

/** Whether a file of the site is encrypted: pages, what they say as JSON, and the data beside them. */
export function isLocked(path: string): boolean {
  return path.endsWith(".html") || path.endsWith(".json") || path.startsWith("_data/");
}

/** 12 bytes of nonce, the encrypted bytes, and 16 of the tag that also stands for the path. */
function seal(bytes: Uint8Array, path: string, key: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(path));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'";

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{display:grid;place-items:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(22rem,calc(100vw - 3rem))}h1{font-size:1.25rem;margin:0}p{margin:0}
input,button{font:inherit;padding:.6rem .75rem;border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:.4rem}
button{background:light-dark(#1d4ed8,#93b4ff);color:light-dark(#fff,#0b1020);border-color:transparent;cursor:pointer}button:disabled{opacity:.6;cursor:progress}
[role=alert]{color:light-dark(#b42318,#ffb4a8);min-height:1.5em}`;

function lockedPage(lock: Lock, {lang, script}: {lang: string; script: string}): string {
  const text = protectWords(lang);
  const said = JSON.stringify({wrong: text.wrong, insecure: text.insecure, damaged: text.damaged}).replaceAll(
    "<",
    "\\u003c"
  );
  return `<!doctype html><html lang="${text.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><link rel="icon" type="image/svg+xml" href="data:image/svg+xml,%3Csvg%20xmlns%3D'http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg'%2F%3E"><title>${text.title}</title><style>${STYLE}</style></head><body><form id="k-unlock" hidden><h1>${text.title}</h1><p id="k-why">${text.why}</p><label for="k-phrase">${text.passphrase}</label><input id="k-phrase" type="password" autocomplete="current-password" required aria-describedby="k-why k-said"><button>${text.open}</button><p id="k-said" role="alert"></p></form><noscript><p>${text.script}</p></noscript><script type="application/json" id="k-words">${said}</script><script type="application/json" id="k-lock">${JSON.stringify(lock)}</script><script type="module" src="./${script}"></script></body></html>`;
}
