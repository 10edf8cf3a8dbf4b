/** Texts that follow filters and are longer for some selections than for others, and what holds such texts. What readers open and close themselves is not among them. */
const TEXTS =
  ".k-menus, .k-news, .k-prose p:has(> [data-inline]), .k-figure > figcaption > p, .k-figure > :is(.k-finding, .k-note)";

let observer: ResizeObserver | null = null;

/** The largest that a text was, at the width that it has, in pixels. */
interface Held {
  readonly width: number;
  readonly height: number;
}

/**
 * Has texts keep the largest height that they had, on screen, for as long as they keep their width: a sentence that is shorter for Gold than for Silver moves nothing of what stands below it.
 * Readers compare what stays in its place, and the browser does not paint anew what does not move.
 */
export function holdHeights(): void {
  if (observer) return;
  const held = new WeakMap<Element, Held>();
  observer = new ResizeObserver((entries) => {
    for (const {target, borderBoxSize} of entries) {
      const {inlineSize: width, blockSize: height} = borderBoxSize[0]!;
      const last = held.get(target);
      if (last?.width === width && height < last.height) hold(target as HTMLElement, last.height);
      else {
        const isHeld = last?.width !== width && release(target as HTMLElement);
        // The height without it is told next.
        held.set(target, {width, height: isHeld ? 0 : height});
      }
    }
  });
  for (const text of document.querySelectorAll(TEXTS)) holdHeight(text);
  // Paper is not compared.
  addEventListener("beforeprint", () => {
    for (const text of document.querySelectorAll<HTMLElement>(HELD)) release(text);
  });
}

/** Has a text that came later keep its height likewise. @returns whether texts do, on this page. */
export function holdHeight(text: Element): boolean {
  observer?.observe(text);
  return observer !== null;
}

const HELD = "[data-held]";

function hold(text: HTMLElement, height: number): void {
  text.style.minHeight = `${height}px`;
  text.setAttribute("data-held", "");
}

/** @returns whether the text was held. */
function release(text: HTMLElement): boolean {
  if (!text.matches(HELD)) return false;
  text.style.minHeight = "";
  text.removeAttribute("data-held");
  return true;
}
