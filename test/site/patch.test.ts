import {parseHTML} from "linkedom";
import {describe, expect, it, vi} from "vitest";
import {patch} from "../../src/site/patch.ts";

const {document, Element} = parseHTML("<body></body>");
vi.stubGlobal("Element", Element);

/** The body's content after its one element was made like another; and whether that element stayed. */
function patched(from: string, to: string): {html: string; stayed: boolean} {
  document.body.innerHTML = from;
  const old = document.body.firstElementChild!;
  const holder = document.createElement("div");
  holder.innerHTML = to;
  patch(old, holder.firstElementChild!);
  return {html: document.body.innerHTML, stayed: document.body.firstElementChild === old};
}

describe("patch", () => {
  it.each([
    ["<p>1</p>", "<p>2</p>"],
    ['<p class="a" hidden></p>', '<p class="b"></p>'],
    ["<ul><li>1</li></ul>", "<ul><li>1</li><li>2</li></ul>"],
    ["<ul><li>1</li><li>2</li><li>3</li></ul>", "<ul><li>1</li></ul>"],
    ["<p>a<b>b</b></p>", "<p><i>c</i>d<b>e</b></p>"]
  ])("%s becomes %s, and the element stays", (from, to) => {
    expect(patched(from, to)).toEqual({html: to, stayed: true});
  });

  it("an element of another kind is replaced", () => {
    expect(patched("<p>1</p>", "<div>1</div>")).toEqual({html: "<div>1</div>", stayed: false});
  });
});
