import type {Lock} from "./protect.ts";

/** Where the key is kept until the tab is closed: the key, never the passphrase. */
const KEPT = "kizuna-key";

const NONCE = 12;

const lock = JSON.parse(document.getElementById("k-lock")!.textContent) as Lock;
const words = JSON.parse(document.getElementById("k-words")!.textContent) as Record<
  "wrong" | "insecure" | "damaged",
  string
>;
const form = document.getElementById("k-unlock") as HTMLFormElement;
/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

void start();

async function start(): Promise<void> {
  // Browsers have no cryptography on pages that came unprotected.
  if (!("subtle" in crypto)) return ask(words.insecure);
  const key = await keptKey();
  if (key && (await open(key))) return;
  ask("");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt();
  });
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
    const key = await keyOf(field.value);
    if (await open(key)) await keepKey(key);
    else {
      ask(words.wrong);
      field.select();
    }
  } finally {
    button.disabled = false;
  }
}

/** The key of a passphrase, by PBKDF2 with SHA-256. */
async function keyOf(passphrase: string): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const how = {name: "PBKDF2", hash: "SHA-256", salt: bytesOf(lock.salt), iterations: lock.rounds};
  return crypto.subtle.deriveKey(how, material, {name: "AES-GCM", length: 256}, true, ["decrypt"]);
}

/** Shows the page if the key opens it. */
async function open(key: CryptoKey): Promise<boolean> {
  const packed = await decrypted(bytesOf(lock.page), lock.path, key);
  if (packed === null) return false;
  const html = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  openData(key);
  const page = new DOMParser().parseFromString(html, "text/html");
  const scripts = [...page.querySelectorAll<HTMLScriptElement>("script[src]")];
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  for (const script of scripts) {
    const live = document.createElement("script"); // a parsed one does not run
    for (const {name, value} of script.attributes) live.setAttribute(name, value);
    script.replaceWith(live);
  }
  if (location.hash.length > 1) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  return true;
}

/** Data and JSON of the site are decrypted as the page's scripts fetch them; links to JSON save what it says. */
function openData(key: CryptoKey): void {
  const load = window.fetch.bind(window);
  window.fetch = async (request, options) => {
    const answer = await load(request, options);
    const path = pathOf(answer.url);
    if (!answer.ok || path === null) return answer;
    const plain = await decrypted(new Uint8Array(await answer.arrayBuffer()), path, key);
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
    void save(link.href, path.replaceAll("/", "-"));
  });
}

async function save(href: string, name: string): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await (await fetch(href)).blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The path of an encrypted file from the site's root; null for others. */
function pathOf(address: string): string | null {
  const {origin, pathname} = new URL(address, location.href);
  const path = `${origin}${pathname}`;
  const own = path.startsWith(ROOT) ? path.slice(ROOT.length) : null;
  return own !== null && (own.startsWith("_data/") || own.endsWith(".json")) ? own : null;
}

/** Null where the key, or the file, is another. */
async function decrypted(
  sealed: Uint8Array<ArrayBuffer>,
  path: string,
  key: CryptoKey
): Promise<Uint8Array<ArrayBuffer> | null> {
  const how = {name: "AES-GCM", iv: sealed.subarray(0, NONCE), additionalData: new TextEncoder().encode(path)};
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(NONCE)));
  } catch {
    return null;
  }
}

async function keepKey(key: CryptoKey): Promise<void> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
  try {
    sessionStorage.setItem(KEPT, `${lock.salt} ${btoa(String.fromCharCode(...raw))}`);
  } catch {
    // A browser that keeps nothing asks on each page.
  }
}

/** The key that was entered in this session, if it is of this edition of the site. */
async function keptKey(): Promise<CryptoKey | null> {
  try {
    const [salt, key] = sessionStorage.getItem(KEPT)?.split(" ") ?? [];
    return salt === lock.salt && key !== undefined
      ? await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", true, ["decrypt"])
      : null;
  } catch {
    return null;
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
