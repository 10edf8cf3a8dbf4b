import {createCipheriv, createDecipheriv, hkdf, pbkdf2, randomBytes} from "node:crypto";
import {promisify} from "node:util";

/** Rounds of PBKDF2 with SHA-256: what OWASP asks of it (Password Storage Cheat Sheet, 2023). */
export const ROUNDS = 600_000;
/** Bytes of a salt. */
export const SALT = 16;
const NONCE = 12;
const TAG = 16;

/** What the passphrase of a site, or of a folder of snapshots, opens. */
export interface Master {
  readonly secret: Uint8Array;
  /** Of the passphrase; stands in clear on each page. */
  readonly salt: Uint8Array;
}

/** Encrypts one edition of a site. */
export interface Seal {
  /** Of the passphrase, base64. */
  readonly salt: string;
  /** The salt of this edition, a nonce of 12 bytes, the encrypted bytes, and 16 of the tag, which also stands for the path: bytes of another file under its name do not open. */
  bytes(plain: Uint8Array, path: string): Buffer;
}

/** The secret behind a passphrase: PBKDF2 over a salt, a new one by default. */
export async function masterOf(passphrase: string, salt: Uint8Array = randomBytes(SALT)): Promise<Master> {
  return {secret: await promisify(pbkdf2)(passphrase.normalize("NFKC"), salt, ROUNDS, 32, "sha256"), salt};
}

/** A seal of a new edition: AES-256-GCM under a key that HKDF (SHA-256) makes of the secret and a salt of the edition's own. */
export async function sealOf({secret, salt}: Master): Promise<Seal> {
  const own = randomBytes(SALT);
  const key = await keyOf(secret, own);
  return {
    salt: Buffer.from(salt).toString("base64"),
    bytes(plain, path) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(path));
      return Buffer.concat([own, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    }
  };
}

/** The bytes that a seal of the secret encrypted under this path; null for any others. */
export async function unsealed(sealed: Uint8Array, path: string, {secret}: Master): Promise<Buffer | null> {
  if (sealed.length < SALT + NONCE + TAG) return null;
  const key = await keyOf(secret, sealed.subarray(0, SALT));
  const cipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(SALT, SALT + NONCE))
    .setAAD(Buffer.from(path))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(SALT + NONCE, -TAG)), cipher.final()]);
  } catch {
    return null; // another secret, another path, or damaged
  }
}

async function keyOf(secret: Uint8Array, own: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await promisify(hkdf)("sha256", secret, own, "", 32));
}
