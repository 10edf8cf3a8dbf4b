/** How long after a change what is off screen is renewed in any case, in milliseconds: whoever goes on filtering does not wait for what nobody sees. */
export const PAUSE = 1500;

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

/** The element is not out of date any more. */
export function waitNoLonger(place: Element): void {
  if (!waiting.delete(place)) return;
  observer.unobserve(place);
  place.removeAttribute("aria-busy");
}

/** Without being scrolled to, something comes on screen where what is above it is folded. */
const observer = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) if (isIntersecting) waiting.get(target)?.();
});

document.addEventListener(
  "scroll",
  () => {
    const near = [...waiting.keys()].filter((place) => distanceOf(place) < innerHeight);
    for (const place of near) waiting.get(place)?.();
  },
  {passive: true}
);
