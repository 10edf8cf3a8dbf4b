import type {CodeModule} from "./js-page.ts";

/** The name under which a page that has its code inside keeps the code's functions. */
export const INLINE_CODE = "kizunaCode";

/** The page's code, where it stands inside the page; null where it is a file of the site. */
export function inlineCode(): CodeModule | null {
  return (globalThis as {[INLINE_CODE]?: CodeModule})[INLINE_CODE] ?? null;
}
