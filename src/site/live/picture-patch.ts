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
  /** Nodes in the place of others, at the end of their parent's, and away. */
  readonly nodes: readonly NodeChange[];
}

export type NodeChange =
  | readonly ["replace", at: number, tree: Tree]
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
    const [before, after] = [old.childNodes, joined(fresh)];
    for (let i = 0; i < after.length; ++i) {
      const [one, other] = [before[i], after[i]!];
      if (one === undefined) changes.nodes.push(["append", old.id, this.#numbered(other)]);
      else if (one instanceof VirtualText && other instanceof VirtualText) {
        other.id = one.id;
        if (one.data !== other.data) changes.texts.push(one.id, other.data);
      } else if (
        one instanceof VirtualElement &&
        other instanceof VirtualElement &&
        one.localName === other.localName &&
        one.namespaceURI === other.namespaceURI
      )
        this.#compare(one, other, changes);
      else changes.nodes.push(["replace", one.id, this.#numbered(other)]);
    }
    for (const {id} of before.slice(after.length)) changes.nodes.push(["remove", id]);
  }
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
