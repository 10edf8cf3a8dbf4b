import {parseHTML} from "linkedom";
import {afterAll, describe, expect, it, vi} from "vitest";
import {adopt, applyPatch, made} from "../../../src/site/live/patch.ts";
import {Drawn} from "../../../src/site/live/picture-patch.ts";
import type {Tree} from "../../../src/site/live/picture-patch.ts";
import type {VirtualElement} from "../../../src/site/live/virtual-document.ts";
import {virtualDocument} from "../../../src/site/live/virtual-document.ts";

const {document, Element, Node} = parseHTML("<body></body>");
vi.stubGlobal("document", document);
vi.stubGlobal("Element", Element);
vi.stubGlobal("Node", Node);
afterAll(() => void vi.unstubAllGlobals());

const paper = virtualDocument();

/** A drawing as {@link Tree}s are, made by a virtual document's own methods. */
function drawing(tree: Exclude<Tree, string>): Element {
  const [name, attributes, children] = tree;
  const element = paper.createElement(name);
  for (let i = 0; i < attributes.length; i += 2) element.setAttribute(attributes[i]!, attributes[i + 1]!);
  element.append(...children.map((child) => (typeof child === "string" ? child : drawing(child))));
  return element;
}

const p = (...children: Tree[]): Exclude<Tree, string> => ["p", [], children];
const ul = (...items: string[]): Exclude<Tree, string> => ["ul", [], items.map((text) => ["li", [], [text]])];

/** Paths of steps, each with its number for a text, but `b`: an element of another kind. */
const steps = (...names: string[]): Exclude<Tree, string> => [
  "g",
  [],
  names.map((name) => (name === "b" ? ["b", [], ["b"]] : ["i", ["data-step", name], [name]]))
];
const html = (...names: string[]): string =>
  `<g>${names.map((name) => (name === "b" ? "<b>b</b>" : `<i data-step="${name}">${name}</i>`)).join("")}</g>`;

describe("a picture on the page becomes another one, and its nodes stay", () => {
  it.each<[string, Exclude<Tree, string>, Exclude<Tree, string>, string]>([
    ["a text", p("1"), p("2"), "<p>2</p>"],
    ["attributes", ["p", ["class", "a", "id", "x"], []], ["p", ["class", "b"], []], '<p class="b"></p>'],
    ["a child more", ul("1"), ul("1", "2"), "<ul><li>1</li><li>2</li></ul>"],
    ["children less", ul("1", "2", "3"), ul("1"), "<ul><li>1</li></ul>"],
    [
      "children of other kinds",
      p("a", ["b", [], ["b"]]),
      p(["i", [], ["c"]], "d", ["b", [], ["e"]]),
      "<p><i>c</i>d<b>e</b></p>"
    ],
    ["texts side by side are one", p("a", "b"), p("a", "c", ""), "<p>ac</p>"],
    ["steps between others", steps("1", "4", "b"), steps("1", "2", "3", "4", "b"), html("1", "2", "3", "4", "b")],
    ["other steps, and fewer", steps("0", "2", "5", "7", "b"), steps("3", "5", "b"), html("3", "5", "b")],
    ["steps where none were", steps(), steps("1", "2"), html("1", "2")]
  ])("%s", (_, before, after, html) => {
    for (const isAdopted of [false, true]) {
      document.body.innerHTML = isAdopted ? "<p>baked <i>otherwise</i></p>" : "";
      const {drawn, patch} = Drawn.whole(drawing(before));
      const {node, nodes} = made(patch.whole!);
      if (isAdopted && before[0] === "p")
        nodes.splice(0, Infinity, ...adopt(document.body.firstElementChild!, patch.whole!));
      else document.body.replaceChildren(node);
      const old = document.body.firstElementChild;
      const next = drawn.next(drawing(after));
      expect(next.patch.whole).toBeNull();
      applyPatch(nodes, next.patch);
      expect(document.body.innerHTML).toBe(html);
      expect(document.body.firstElementChild).toBe(old);
      // And back again: nodes that came later have numbers, too.
      applyPatch(nodes, next.drawn.next(drawing(before)).patch);
      const fresh = made(Drawn.whole(drawing(before)).patch.whole!).node;
      expect(document.body.innerHTML).toBe(fresh.outerHTML);
    }
  });

  it("what is drawn ahead and dropped takes no numbers", () => {
    const {drawn, patch} = Drawn.whole(drawing(ul("1")));
    const {node, nodes} = made(patch.whole!);
    document.body.replaceChildren(node);
    drawn.next(drawing(ul("1", "2", "3")));
    const next = drawn.next(drawing(ul("1", "4")));
    applyPatch(nodes, next.patch);
    applyPatch(nodes, next.drawn.next(drawing(ul("1", "5"))).patch);
    expect(document.body.innerHTML).toBe("<ul><li>1</li><li>5</li></ul>");
  });

  it("an element of another kind is sent whole", () => {
    const {drawn} = Drawn.whole(drawing(p("1")));
    expect(drawn.next(drawing(ul("1"))).patch.whole).toEqual(["ul", [], [["li", [], ["1"]]]]);
  });

  it("what comes between others leaves them as they are, and so does what goes", () => {
    const {drawn} = Drawn.whole(drawing(steps("1", "4", "b")));
    const more = drawn.next(drawing(steps("1", "2", "4", "b")));
    // Numbers of nodes: the list 0, the first step 1 and its text 2, the second 3 and 4.
    expect(more.patch).toEqual({
      whole: null,
      attributes: [],
      texts: [],
      nodes: [["insert", 3, ["i", ["data-step", "2"], ["2"]]]]
    });
    expect(more.drawn.next(drawing(steps("1", "4", "b"))).patch.nodes).toEqual([["remove", 7]]);
  });

  it("what is the same is not sent", () => {
    const {drawn} = Drawn.whole(drawing(ul("1", "2")));
    expect(drawn.next(drawing(ul("1", "2"))).patch).toEqual({whole: null, attributes: [], texts: [], nodes: []});
  });
});

it("a virtual document knows elements by name, and no other selectors", () => {
  const list = drawing(ul("1", "2")) as unknown as VirtualElement;
  expect(list.querySelectorAll("li").map(({textContent}) => textContent)).toEqual(["1", "2"]);
  expect(list.querySelectorAll("*")).toHaveLength(2);
  expect(() => list.querySelector("li:first-child")).toThrow('no selector "li:first-child"');
});
