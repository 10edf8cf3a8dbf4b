import {realpath} from "node:fs/promises";
import {basename, dirname, join, sep} from "node:path";

/** The path with its links followed, as far as it is there. */
export async function realPath(path: string): Promise<string> {
  const found = await realpath(path).catch(() => null);
  const parent = dirname(path);
  return found ?? (parent === path ? path : join(await realPath(parent), basename(path)));
}

/** Whether a path is a folder, or lies in it, links followed. */
export async function isWithin(path: string, folder: string): Promise<boolean> {
  const [inner, outer] = await Promise.all([realPath(path), realPath(folder)]);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}
