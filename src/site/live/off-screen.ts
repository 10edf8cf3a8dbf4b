/** How long a reader who does nothing has paused, in milliseconds: whoever goes on filtering does not wait for what nobody sees. */
const PAUSE = 1500;

/** What is to be done as elements come near the screen. */
const waiting = new Map<Element, () => void>();

/** How far an element is from the screen, in pixels; 0 on it. It reads the layout. */
export function distanceOf(place: Element): number {
  const {top, bottom} = place.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}

/** Has something done when the reader scrolls and the element is at most a screen away, or when it comes on screen; until {@link waitNoLonger} it is busy, which tells who reads the page aloud that it is out of date. */
export function whenNear(place: Element, run: () => void): void {
  waiting.set(place, run);
  place.setAttribute("aria-busy", "true");
  observer.observe(place);
}

/** Takes an element from those that wait: somebody sees to it. It stays busy. @returns whether it waited. */
export function takeWaiting(place: Element): boolean {
  observer.unobserve(place);
  return waiting.delete(place);
}

/** The element is not out of date any more. */
export function waitNoLonger(place: Element): void {
  takeWaiting(place);
  if (place.hasAttribute("aria-busy")) place.removeAttribute("aria-busy");
}

/** Without being scrolled to, something comes on screen where what is above it is folded. */
const observer = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) if (isIntersecting) waiting.get(target)?.();
});

/** When the reader last did something. */
let active = 0;

/** Work for what the reader has asked for, whose time is not taken for what nobody sees. */
const urgent = new Set<Promise<unknown>>();

/** The work's own result; no pause begins before it ends. */
export function beforePause<T>(work: Promise<T>): Promise<T> {
  urgent.add(work);
  return work.finally(() => urgent.delete(work));
}

/** Waits until the reader has done nothing for a while, at least from `since` on, a time of the page's clock. */
export async function paused(since: number): Promise<void> {
  for (;;) {
    const left = Math.max(since, active) + PAUSE - performance.now();
    if (left > 0) await new Promise((done) => setTimeout(done, left));
    else if (urgent.size > 0) await Promise.allSettled(urgent);
    else return;
  }
}

for (const type of ["pointermove", "pointerdown", "keydown", "wheel", "scroll"])
  document.addEventListener(type, () => (active = performance.now()), {passive: true, capture: true});
document.addEventListener(
  "scroll",
  () => {
    const near = [...waiting.keys()].filter((place) => distanceOf(place) < innerHeight);
    for (const place of near) waiting.get(place)?.();
  },
  {passive: true}
);
