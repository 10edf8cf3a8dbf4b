/** A change that a reader can make, and the figures that follow it. */
export interface Change {
  /** Selects what can be chosen: boxes to click, or options of a menu. */
  readonly choices: string;
  /** Which of them is chosen. */
  readonly index: number;
  /** Selects the figures; each of them follows every change. */
  readonly figures: string;
}

/**
 * Runs in a page, of Kizuna or of another: milliseconds from the program's own event on a choice to the frame that shows the last change of a figure.
 * A change made while a frame is prepared is shown by that frame, any other by the next one.
 * @throws {Error} if a figure has not followed after two minutes.
 */
export async function changeTime({choices, index, figures}: Change): Promise<number> {
  /** Nothing has changed for so long: that was the last change. */
  const QUIET = 400;
  const LATEST = 120_000;
  const places = [...document.querySelectorAll(figures)];
  const waiting = new Set(places);
  const shown = {isDue: false, at: 0};
  const watcher = new MutationObserver((changes) => {
    for (const {target} of changes) {
      const place = places.find((one) => one.contains(target));
      if (!place) continue;
      waiting.delete(place);
      shown.isDue = true;
    }
  });
  for (const place of places)
    watcher.observe(place, {subtree: true, childList: true, characterData: true, attributes: true});
  let isWatching = true;
  const eachFrame = (): void => {
    if (!isWatching) return;
    requestAnimationFrame(eachFrame);
    // Before whatever else waits: what that changes is seen one frame later.
    void scheduler.postTask(
      () => {
        if (shown.isDue) Object.assign(shown, {isDue: false, at: performance.now()});
      },
      {priority: "user-blocking"}
    );
  };
  requestAnimationFrame(eachFrame);
  const choice = document.querySelectorAll<HTMLElement>(choices)[index];
  if (!choice || places.length === 0) throw new Error(`no choice ${index} of ${choices}, or no ${figures}`);
  const start = performance.now();
  if (choice instanceof HTMLOptionElement) {
    choice.selected = true;
    choice.closest("select")!.dispatchEvent(new Event("input", {bubbles: true}));
  } else choice.click();
  for (;;) {
    await new Promise((later) => setTimeout(later, 50));
    const now = performance.now();
    if (waiting.size === 0 && !shown.isDue && now - shown.at > QUIET) break;
    if (now - start > LATEST) throw new Error(`${waiting.size} of ${places.length} figures have not followed`);
  }
  isWatching = false;
  watcher.disconnect();
  return shown.at - start;
}
