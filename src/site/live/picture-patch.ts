import {VirtualElement, VirtualText, isSvg} from "./virtual-document.ts";
import type {VirtualNode} from "./virtual-document.ts";

/** An element as plain data: its name, "svg:" before it in a picture, its attributes one after the other, its children; or a text. */
export type Tree = string | readonly [name: string, attributes: readonly string[], children: readonly Tree[]];

/** What makes the picture on the page the one that was drawn. Nodes go by their numbers: those of a tree are counted on, in the order of its text. */
export interface Patch {
  /** All of it; null if only some of it changes. */
  readonly whole: Tree | null;
  /** Number, name and value, one after the other; null takes an attribute away. */
  readonly attributes: readonly (number | string | null)[];
  /** Number and text, one after the other. */
  readonly texts: readonly (number | string)[];
  /** Nodes in the place of others, before others, at the end of their parent's, and away. */
  readonly nodes: readonly NodeChange[];
}

export type NodeChange =
  | readonly ["replace", at: number, tree: Tree]
  | readonly ["insert", before: number, tree: Tree]
  | readonly ["append", parent: number, tree: Tree]
  | readonly ["remove", at: number];

interface Changes {
  readonly attributes: (number | string | null)[];
  readonly texts: (number | string)[];
  readonly nodes: NodeChange[];
}

/** What the page has of one picture. */
export class Drawn {
  readonly #root: VirtualElement;
  #next = 0;

  private constructor(root: VirtualElement) {
    this.#root = root;
  }

  /** A picture, sent whole. */
  static whole(picture: Element): {drawn: Drawn; patch: Patch} {
    const root = picture as unknown as VirtualElement;
    const drawn = new Drawn(root);
    return {drawn, patch: {whole: drawn.#numbered(root), attributes: [], texts: [], nodes: []}};
  }

  /** What the page needs to show another picture in its place; whole where it is an element of another kind. */
  next(picture: Element): {drawn: Drawn; patch: Patch} {
    const root = picture as unknown as VirtualElement;
    if (root.localName !== this.#root.localName) return Drawn.whole(picture);
    const changes: Changes = {attributes: [], texts: [], nodes: []};
    const drawn = new Drawn(root);
    // The new one counts on: this one stays as it is, for who draws ahead and drops it.
    drawn.#next = this.#next;
    drawn.#compare(this.#root, root, changes);
    return {drawn, patch: {whole: null, ...changes}};
  }

  #numbered(node: VirtualNode): Tree {
    node.id = this.#next++;
    if (node instanceof VirtualText) return node.data;
    const attributes: string[] = [];
    for (const [name, value] of node.attributes) attributes.push(name, value);
    const name = isSvg(node) ? `svg:${node.localName}` : node.localName;
    return [name, attributes, joined(node).map((child) => this.#numbered(child))];
  }

  #compare(old: VirtualElement, fresh: VirtualElement, changes: Changes): void {
    fresh.id = old.id;
    for (const [name, value] of fresh.attributes)
      if (old.attributes.get(name) !== value) changes.attributes.push(old.id, name, value);
    for (const name of old.attributes.keys())
      if (!fresh.attributes.has(name)) changes.attributes.push(old.id, name, null);
    this.#compareChildren(old, joined(fresh), changes);
  }

  /** What is alike at the beginning and at the end becomes each other; what is between them stands at its place. */
  #compareChildren({id, childNodes: before}: VirtualElement, after: readonly VirtualNode[], changes: Changes): void {
    const most = Math.min(before.length, after.length);
    let start = 0;
    while (start < most && isAlike(before[start]!, after[start]!)) ++start;
    let end = 0;
    while (end < most - start && isAlike(before.at(-1 - end)!, after.at(-1 - end)!)) ++end;
    const more = after.length - before.length;
    /** The first one of those at the end. */
    const next = end > 0 ? before[before.length - end]! : null;
    for (const [i, other] of after.entries()) {
      const isAtEnd = i >= after.length - end;
      const one = isAtEnd ? before[i - more]! : i < before.length - end ? before[i]! : null;
      if (one) this.#becomes(one, other, changes);
      else if (next) changes.nodes.push(["insert", next.id, this.#numbered(other)]);
      else changes.nodes.push(["append", id, this.#numbered(other)]);
    }
    for (const gone of before.slice(after.length - end, before.length - end)) changes.nodes.push(["remove", gone.id]);
  }

  #becomes(one: VirtualNode, other: VirtualNode, changes: Changes): void {
    if (one instanceof VirtualText && other instanceof VirtualText) {
      other.id = one.id;
      if (one.data !== other.data) changes.texts.push(one.id, other.data);
    } else if (one instanceof VirtualElement && other instanceof VirtualElement && isOfKind(one, other))
      this.#compare(one, other, changes);
    else changes.nodes.push(["replace", one.id, this.#numbered(other)]);
  }
}

function isOfKind(one: VirtualElement, other: VirtualElement): boolean {
  return one.localName === other.localName && one.namespaceURI === other.namespaceURI;
}

/** Attributes that say what an element is in its picture: a layer, the cells of a step. */
const ROLES = ["class", "data-mark", "data-step"];

/** Whether two nodes are the same part of their pictures, as far as can be seen. */
function isAlike(one: VirtualNode, other: VirtualNode): boolean {
  if (one instanceof VirtualText) return other instanceof VirtualText;
  if (other instanceof VirtualText || !isOfKind(one, other)) return false;
  return ROLES.every((name) => one.attributes.get(name) === other.attributes.get(name));
}

/** The element's children, as a page that reads its text has them: neighbouring texts are one, empty ones none. */
function joined({childNodes}: VirtualElement): readonly VirtualNode[] {
  for (let i = childNodes.length - 1; i >= 0; --i) {
    const child = childNodes[i]!;
    if (!(child instanceof VirtualText)) continue;
    const before = childNodes[i - 1];
    if (before instanceof VirtualText) before.data += child.data;
    if (before instanceof VirtualText || child.data === "") childNodes.splice(i, 1);
  }
  return childNodes;
}
