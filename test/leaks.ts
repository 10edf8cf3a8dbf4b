import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {tableFromIPC} from "@uwdata/flechette";

/** Where any of these texts stands in any file of a folder: in its bytes, unpacked, and in the values of Arrow files. Texts are of letters, digits and `@._+-`. */
export function leaksOf(folder: string, secrets: Iterable<string>): readonly string[] {
  const known = new Set(secrets);
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return textsOf(readFileSync(path), path).flatMap((text) =>
      (text.match(/[\w@.+-]{4,}/g) ?? [])
        .flatMap((word) => [word, word.replace(/^[.@+-]+|[.@+-]+$/g, "")])
        .filter((word) => known.has(word))
        .map((word) => `${path.slice(folder.length + 1)}: ${word}`)
    );
  });
}

function textsOf(bytes: Buffer, path: string): readonly string[] {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isPacked ? gunzipSync(bytes) : bytes;
  const texts = [plain.toString("latin1"), plain.toString("utf16le")];
  return isPacked && path.includes(".arrow") ? [...texts, arrowText(plain)] : texts;
}

function arrowText(bytes: Uint8Array): string {
  const table = tableFromIPC(bytes);
  const values = table.schema.fields.flatMap(({name}) => Array.from(table.getChild(name), String));
  return [...values, ...(table.schema.metadata?.values() ?? [])].join("\n");
}
