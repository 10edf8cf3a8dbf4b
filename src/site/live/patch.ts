import type {Patch, Tree} from "./picture-patch.ts";

const SVG = "http://www.w3.org/2000/svg";

/** The nodes of a picture on the page, by their numbers. */
export type Nodes = Node[];

/**
 * Makes an element of the page like a tree, and returns its nodes. Those of the same kind at the same place stay and get only what is different of them, so that the browser lays out and paints no more than that; others are replaced.
 */
export function adopt(old: Element, tree: Tree): Nodes {
  const nodes: Nodes = [];
  adoptNode(old, tree, nodes);
  return nodes;
}

/** A tree as new nodes of the page, and those by their numbers. */
export function made(tree: Tree): {node: Element; nodes: Nodes} {
  const nodes: Nodes = [];
  return {node: makeNode(tree, nodes) as Element, nodes};
}

/** Changes the nodes of a picture that is on the page. Which ones get more by it, is added to `nodes`. */
export function applyPatch(nodes: Nodes, {attributes, texts, nodes: changes}: Patch): void {
  for (let i = 0; i < attributes.length; i += 3) {
    const [node, name, value] = [
      nodes[attributes[i] as number] as Element,
      attributes[i + 1] as string,
      attributes[i + 2]
    ];
    if (value === null) node.removeAttribute(name);
    else node.setAttribute(name, value as string);
  }
  for (let i = 0; i < texts.length; i += 2) nodes[texts[i] as number]!.nodeValue = texts[i + 1] as string;
  for (const [kind, at, tree] of changes) {
    const node = nodes[at]!;
    if (kind === "remove") (node as ChildNode).remove();
    else {
      const fresh = makeNode(tree, nodes);
      if (kind === "append") node.appendChild(fresh);
      else if (kind === "insert") (node as ChildNode).before(fresh);
      else (node as ChildNode).replaceWith(fresh);
    }
  }
}

function adoptNode(old: ChildNode, tree: Tree, nodes: Nodes): void {
  if (typeof tree === "string") {
    if (old.nodeType !== Node.TEXT_NODE) return replace(old, tree, nodes);
    nodes.push(old);
    if (old.nodeValue !== tree) old.nodeValue = tree;
    return;
  }
  if (!(old instanceof Element) || !isOfKind(old, tree[0])) return replace(old, tree, nodes);
  nodes.push(old);
  const [, attributes, children] = tree;
  adoptAttributes(old, attributes);
  let at: ChildNode | null = old.firstChild;
  for (const child of children) {
    if (at === null) old.append(makeNode(child, nodes));
    else {
      const next: ChildNode | null = at.nextSibling;
      adoptNode(at, child, nodes);
      at = next;
    }
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

function isOfKind({namespaceURI, localName}: Element, name: string): boolean {
  return namespaceURI === SVG ? name === `svg:${localName}` : name === localName;
}

function replace(old: ChildNode, tree: Tree, nodes: Nodes): void {
  old.replaceWith(makeNode(tree, nodes));
}

function adoptAttributes(old: Element, attributes: readonly string[]): void {
  for (let i = 0; i < attributes.length; i += 2)
    if (old.getAttribute(attributes[i]!) !== attributes[i + 1]) old.setAttribute(attributes[i]!, attributes[i + 1]!);
  if (2 * old.attributes.length === attributes.length) return;
  for (const name of old.getAttributeNames())
    if (!attributes.some((one, i) => i % 2 === 0 && one === name)) old.removeAttribute(name);
}

function makeNode(tree: Tree, nodes: Nodes): ChildNode {
  if (typeof tree === "string") {
    const text = document.createTextNode(tree);
    nodes.push(text);
    return text;
  }
  const [name, attributes, children] = tree;
  const element = name.startsWith("svg:") ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
  nodes.push(element);
  for (let i = 0; i < attributes.length; i += 2) element.setAttribute(attributes[i]!, attributes[i + 1]!);
  element.append(...children.map((child) => makeNode(child, nodes)));
  return element;
}
