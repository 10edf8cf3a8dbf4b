/** What an element is given: text (escaped by the DOM), elements, or nothing. */
export type Child = Element | string | null;

/** A new element of `document` with attributes (null leaves one out) and children. */
export function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | null>> = {},
  children: readonly Child[] = []
): Element {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}
