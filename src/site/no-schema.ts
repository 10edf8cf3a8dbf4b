/**
 * Stands for the validation library in the scripts of pages: metrics describe their options with it, but a page's options were read at build. Whatever is asked of it, it gives itself.
 */
export const z: unknown = new Proxy(() => undefined, {get: () => z, apply: () => z});
