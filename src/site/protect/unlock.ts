import {decoded} from "../decoded.ts";
import {purgedOn} from "../snapshots/purged.ts";
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
  const page = new DOMParser().parseFromString(html, "text/html");
  const scripts = [...page.querySelectorAll<HTMLScriptElement>('script[src], script[type="module"]')];
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  for (const script of scripts) {
    const live = document.createElement("script"); // a parsed one does not run
    for (const {name, value} of script.attributes) live.setAttribute(name, value);
    live.textContent = script.textContent;
    script.replaceWith(live);
  }
  partNamed(location.hash.slice(1))?.scrollIntoView();
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

/** The part of the page that an address names; null for none. */
function partNamed(hash: string): Element | null {
  try {
    return document.getElementById(decodeURIComponent(hash));
  } catch {
    return null; // "%" alone is no name
  }
}

/** Data and JSON of the site are decrypted as the page's scripts fetch them; links to JSON save what it says. */
function openData(secret: Bytes): void {
  const load = window.fetch.bind(window);
  window.fetch = async (request, options) => {
    const path = pathOf(request instanceof Request ? request.url : String(request));
    if (path === null) return load(request, options);
    // A build of yesterday encrypted the same file otherwise: what the browser has kept of it is asked for again.
    const answer = await load(request, {...options, cache: "no-cache"});
    if (!answer.ok) return answer;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // What stands in the place of deleted rows is no secret.
    const plain = purgedOn(bytes) === null ? await decrypted(bytes, path, secret) : bytes;
    return plain === null ? Promise.reject(new Error(words.damaged)) : new Response(plain);
  };
  // The page's own worker would fetch without this key; where there is none, figures are made in the page.
  window.Worker = class extends Worker {
    constructor(script: string | URL, how?: WorkerOptions) {
      if (how?.type === "module") throw new Error("no key in a worker");
      super(script, how);
    }
  };
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href$='.json']");
    const path = link && pathOf(link.href);
    if (!link || !path) return;
    event.preventDefault();
    void save(link, path.replaceAll("/", "-"));
  });
}

/** Saves what a link leads to; what keeps it from that stands behind the link. */
async function save({href, parentElement}: HTMLAnchorElement, name: string): Promise<void> {
  parentElement!.querySelector(`.${UNSAVED}`)?.remove();
  try {
    const answer = await fetch(href);
    if (!answer.ok) throw new Error(words.missing);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    // Browsers throw a TypeError where no host answers, or an answer breaks off.
    const said = error instanceof Error && !(error instanceof TypeError) ? error.message : words.unreachable;
    const line = Object.assign(document.createElement("span"), {className: UNSAVED, textContent: said});
    line.setAttribute("role", "alert");
    parentElement!.append(line);
  }
}

const UNSAVED = "k-unsaved";

/** The path of an encrypted file from the site's root; null for others. */
function pathOf(address: string): string | null {
  const {origin, pathname} = new URL(address, location.href);
  const path = `${origin}${pathname}`;
  const own = path.startsWith(ROOT) ? decoded(path.slice(ROOT.length)) : null;
  const isSealed = own !== null && (own.startsWith("_data/") || own.endsWith(".json"));
  return isSealed && !lock.clear.includes(own) ? own : null;
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
