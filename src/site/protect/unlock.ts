import {purgedOn} from "../snapshots/purged.ts";
import {serveFiles} from "../stand-in/serve-files.ts";
import {showPage} from "../stand-in/show-page.ts";
import type {Lock} from "./locked-page.ts";

/** Where what the passphrase gives is kept until the tab is closed: never the passphrase itself. */
const KEPT = "kizuna-key";

/** Bytes of the salt of an edition, which an encrypted file begins with, and of the nonce after it. */
const SALT = 16;
const NONCE = 12;

type Bytes = Uint8Array<ArrayBuffer>;

const lock = JSON.parse(document.getElementById("k-lock")!.textContent) as Lock;
const words = JSON.parse(document.getElementById("k-words")!.textContent) as Record<
  "wrong" | "insecure" | "damaged" | "old" | "missing" | "unreachable",
  string
>;
const form = document.getElementById("k-unlock") as HTMLFormElement;
/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

void start();

async function start(): Promise<void> {
  // Browsers have no cryptography on pages that came unprotected.
  if (!("subtle" in crypto)) return ask(words.insecure);
  if (!("DecompressionStream" in window)) return ask(words.old);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt();
  });
  const secret = keptSecret();
  const found = secret && (await open(secret));
  if (found !== "open") ask(found === "damaged" ? words.damaged : "");
}

function ask(said: string): void {
  form.hidden = false;
  document.getElementById("k-said")!.textContent = said;
  document.getElementById("k-phrase")!.focus();
}

async function attempt(): Promise<void> {
  const field = document.getElementById("k-phrase") as HTMLInputElement;
  const button = form.querySelector("button")!;
  button.disabled = true;
  try {
    const secret = await secretOf(field.value);
    const found = await open(secret);
    if (found === "open") return keepSecret(secret);
    ask(words[found]);
    field.select();
  } finally {
    button.disabled = false;
  }
}

/** The secret behind a passphrase, by PBKDF2 with SHA-256. */
async function secretOf(passphrase: string): Promise<Bytes> {
  const text = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveBits"]);
  const how = {name: "PBKDF2", hash: "SHA-256", salt: bytesOf(lock.salt), iterations: lock.rounds};
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
}

/** The key of an edition, by HKDF with SHA-256. */
async function keyOf(secret: Bytes, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = {name: "HKDF", hash: "SHA-256", salt, info: new Uint8Array()};
  return crypto.subtle.deriveKey(how, material, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
}

/** Shows the page if the secret opens it, and says what became of it. */
async function open(secret: Bytes): Promise<"open" | "wrong" | "damaged"> {
  const packed = await decrypted(bytesOf(lock.page), lock.path, secret);
  if (packed === null) return "wrong";
  const html = await unpacked(packed);
  if (html === null) return "damaged";
  openData(secret);
  showPage(html);
  return "open";
}

/** The text that was gzipped; null where it is cut off or broken. */
async function unpacked(bytes: Bytes): Promise<string | null> {
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  } catch {
    return null;
  }
}

/** Data and JSON of the site are decrypted as the page's scripts fetch them. */
function openData(secret: Bytes): void {
  serveFiles({
    root: ROOT,
    isServed: (path) => (path.startsWith("_data/") || path.endsWith(".json")) && !lock.clear.includes(path),
    answer: async (path, load) => {
      const answer = await load();
      if (!answer.ok) return answer;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      // What stands in the place of deleted rows is no secret.
      const plain = purgedOn(bytes) === null ? await decrypted(bytes, path, secret) : bytes;
      return plain === null ? Promise.reject(new Error(words.damaged)) : new Response(plain);
    },
    words,
    startModule: () => {
      throw new Error("no key in a worker");
    }
  });
}

/** Null where the key, or the file, is another. */
async function decrypted(sealed: Bytes, path: string, secret: Bytes): Promise<Bytes | null> {
  const iv = sealed.subarray(SALT, SALT + NONCE);
  const how = {name: "AES-GCM", iv, additionalData: new TextEncoder().encode(path)};
  try {
    const key = await keyOf(secret, sealed.subarray(0, SALT));
    return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(SALT + NONCE)));
  } catch {
    return null;
  }
}

function keepSecret(secret: Bytes): void {
  try {
    sessionStorage.setItem(KEPT, `${lock.salt} ${btoa(String.fromCharCode(...secret))}`);
  } catch {
    // A browser that keeps nothing asks on each page.
  }
}

/** What was entered in this session, if it is of this site. */
function keptSecret(): Bytes | null {
  try {
    const [salt, secret] = sessionStorage.getItem(KEPT)?.split(" ") ?? [];
    return salt === lock.salt && secret !== undefined ? bytesOf(secret) : null;
  } catch {
    return null;
  }
}

function bytesOf(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
