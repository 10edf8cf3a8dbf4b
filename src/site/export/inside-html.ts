/** A script's text as it can stand in a page: nothing in it ends the element early. */
export function insideHtml(code: string): string {
  return code.replaceAll("\r\n", "\n").replace(/<(?=\/script|!--|script)/gi, "\\x3C");
}

/** JSON as it can stand in a page, likewise. */
export function jsonInsideHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
