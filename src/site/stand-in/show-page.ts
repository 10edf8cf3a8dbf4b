/** Shows a page in the place of the one that stands in for it: its scripts run, and the part that the address names is scrolled to. */
export function showPage(html: string): void {
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
}

/** The part of the page that an address names; null for none. */
function partNamed(hash: string): Element | null {
  try {
    return document.getElementById(decodeURIComponent(hash));
  } catch {
    return null; // "%" alone is no name
  }
}
