declare module "kizuna:site" {
  /** The site that the current build writes, or that the dev server shows now. */
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports -- an import statement would make this file a module, which cannot declare one
  export function site(): import("./page.ts").Site;
}
