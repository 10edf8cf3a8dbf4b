/** The first of an element's own children that a selector fits; null if none does. Among descendants a browser would look through all nodes of the pictures. */
export function childOf(parent: Element, selector: string): HTMLElement | null {
  for (let child = parent.firstElementChild; child; child = child.nextElementSibling)
    if (child.matches(selector)) return child as HTMLElement;
  return null;
}
