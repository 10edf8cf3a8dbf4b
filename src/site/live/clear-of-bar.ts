/** Pixels between the bar and what a link leads to: room for the row of chips that the first filter adds. */
const SPACE = 48;

/** Has links within the page lead to below the bar, which stays in sight, and shows what the address names again where the bar grows over it. */
export function keepClearOf(bar: Element): void {
  // A sheet of its own: what all of the page inherits would be computed for all of it.
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let height = 0;
  let isUsed = false;
  const makeRoom = (): void => {
    const [padding, margin] = isUsed ? [0, height + SPACE] : [height + SPACE, 0];
    sheet.replaceSync(
      `:root[data-bar] { scroll-padding-top: ${padding}px } main :target { scroll-margin-top: ${margin}px }`
    );
  };
  new ResizeObserver(([entry]) => {
    const last = height;
    height = entry!.borderBoxSize[0]!.blockSize;
    if (height === last) return;
    const named = location.hash && document.querySelector("main :target");
    const top = named ? named.getBoundingClientRect().top : -1;
    makeRoom();
    if (named && top >= last && top < height) named.scrollIntoView();
  }).observe(bar);
  // A padding keeps the place while figures come; but keys within the bar would scroll the page by it at every step.
  const useIt = (): void => {
    if (isUsed) return;
    isUsed = true;
    makeRoom();
  };
  for (const type of ["keydown", "pointerdown"]) addEventListener(type, useIt, {once: true, capture: true});
}
