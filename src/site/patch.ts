/**
 * Makes an element of the page like a fresh one, which may lose its children by it. Nodes of the same kind at the same place stay and get only what is different of them, so that the browser lays out and paints no more than that;
 * an element whose kind is another one is replaced.
 */
export function patch(old: Element, fresh: Element): void {
  if (old.nodeName !== fresh.nodeName || old.namespaceURI !== fresh.namespaceURI) {
    old.replaceWith(fresh);
    return;
  }
  patchAttributes(old, fresh);
  patchChildren(old, fresh);
}

function patchAttributes(old: Element, fresh: Element): void {
  for (const {name, value} of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.attributes.length === fresh.attributes.length) return;
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
}

function patchChildren(old: Element, fresh: Element): void {
  const wanted = [...fresh.childNodes];
  let at: ChildNode | null = old.firstChild;
  for (const node of wanted) {
    if (at === null) old.append(node);
    else {
      const next: ChildNode | null = at.nextSibling;
      patchNode(at, node);
      at = next;
    }
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

function patchNode(old: ChildNode, fresh: ChildNode): void {
  if (old.nodeType !== fresh.nodeType) old.replaceWith(fresh);
  else if (old instanceof Element) patch(old, fresh as Element);
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}
