const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";

/** A text of a {@link virtualDocument}. */
export class VirtualText {
  readonly nodeType = 3;
  parentNode: VirtualElement | null = null;
  data: string;
  /** The number that it has on the page; −1 while the page does not have it. */
  id = -1;

  constructor(data: string) {
    this.data = data;
  }

  get textContent(): string {
    return this.data;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }
}

/** An element of a {@link virtualDocument}. */
export class VirtualElement {
  readonly nodeType = 1;
  readonly namespaceURI: string;
  readonly localName: string;
  readonly ownerDocument: Document;
  readonly attributes = new Map<string, string>();
  readonly childNodes: VirtualNode[] = [];
  parentNode: VirtualElement | null = null;
  /** The number that it has on the page; −1 while the page does not have it. */
  id = -1;

  constructor(document: Document, namespace: string, name: string) {
    this.ownerDocument = document;
    this.namespaceURI = namespace;
    this.localName = name;
  }

  get tagName(): string {
    return this.localName;
  }

  get nodeName(): string {
    return this.localName;
  }

  get firstChild(): VirtualNode | null {
    return this.childNodes[0] ?? null;
  }

  get lastChild(): VirtualNode | null {
    return this.childNodes.at(-1) ?? null;
  }

  get children(): VirtualElement[] {
    return this.childNodes.filter((child) => child instanceof VirtualElement);
  }

  get textContent(): string {
    return this.childNodes.map(({textContent}) => textContent).join("");
  }

  set textContent(text: string | null) {
    this.childNodes.length = 0;
    if (text) this.appendChild(new VirtualText(String(text)));
  }

  /** Inline styles, as far as they are written one by one. */
  get style() {
    const entries = () =>
      new Map(
        (this.attributes.get("style") ?? "")
          .split(";")
          .filter((one) => one.includes(":"))
          .map((one) => [one.slice(0, one.indexOf(":")).trim(), one.slice(one.indexOf(":") + 1).trim()] as const)
      );
    const write = (all: ReadonlyMap<string, string>) =>
      this.attributes.set("style", [...all].map(([name, value]) => `${name}:${value}`).join(";"));
    return {
      setProperty: (name: string, value: string) => write(entries().set(name, value)),
      removeProperty: (name: string) => write(new Map([...entries()].filter(([one]) => one !== name))),
      getPropertyValue: (name: string) => entries().get(name) ?? ""
    };
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string, name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  removeAttributeNS(_namespace: string, name: string): void {
    this.attributes.delete(name);
  }

  appendChild<T extends VirtualNode>(child: T): T {
    child.parentNode?.removeChild(child);
    child.parentNode = this;
    this.childNodes.push(child);
    return child;
  }

  append(...children: readonly (VirtualNode | string)[]): void {
    for (const child of children) this.appendChild(typeof child === "string" ? new VirtualText(child) : child);
  }

  insertBefore<T extends VirtualNode>(child: T, next: VirtualNode | null): T {
    if (next === null) return this.appendChild(child);
    child.parentNode?.removeChild(child);
    child.parentNode = this;
    this.childNodes.splice(this.childNodes.indexOf(next), 0, child);
    return child;
  }

  removeChild<T extends VirtualNode>(child: T): T {
    const at = this.childNodes.indexOf(child);
    if (at >= 0) this.childNodes.splice(at, 1);
    child.parentNode = null;
    return child;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  querySelector(name: string): VirtualElement | null {
    return this.querySelectorAll(name)[0] ?? null;
  }

  /** The elements of that name, or all (`*`) inside this one. Other selectors there are none. */
  querySelectorAll(name: string): VirtualElement[] {
    if (!/^(\*|[\w-]+)$/.test(name)) throw new Error(`a virtual document knows no selector "${name}"`);
    const found: VirtualElement[] = [];
    collect(this, name, found);
    return found;
  }
}

export type VirtualNode = VirtualElement | VirtualText;

/**
 * A document for where there is none, in a worker: just what Plot and our own drawing ask of one. What is drawn in it is read back as {@link VirtualElement}.
 */
export function virtualDocument(): Document {
  const made = {
    createElementNS: (namespace: string, name: string) => new VirtualElement(document, namespace, name),
    createElement: (name: string) => new VirtualElement(document, HTML, name),
    createTextNode: (data: string) => new VirtualText(String(data)),
    defaultView: null
  };
  const document = made as unknown as Document;
  return Object.assign(document, {documentElement: new VirtualElement(document, HTML, "html")});
}

/** Whether the element is of a picture. */
export function isSvg({namespaceURI}: VirtualElement): boolean {
  return namespaceURI === SVG;
}

function collect(parent: VirtualElement, name: string, found: VirtualElement[]): void {
  for (const child of parent.childNodes) {
    if (!(child instanceof VirtualElement)) continue;
    if (name === "*" || child.localName === name) found.push(child);
    collect(child, name, found);
  }
}
