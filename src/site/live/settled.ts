/** What does not show yet what is chosen. */
const open = new Set<unknown>();

/** Notes that a part of the page is about to follow a choice. Until all of them are settled again, the page's root has no `data-settled`. */
export function unsettle(part: unknown): void {
  open.add(part);
  delete document.documentElement.dataset["settled"];
}

/** Notes that a part follows, or has said why it cannot. With the last one the page's root gets `data-settled`: what it shows, and what paper would show of it, is final. */
export function settle(part: unknown): void {
  open.delete(part);
  if (open.size === 0) document.documentElement.dataset["settled"] = "";
}

/** The work's own result; the page is not settled before it ends. */
export function settling<T>(work: Promise<T>): Promise<T> {
  unsettle(work);
  return work.finally(() => settle(work));
}
