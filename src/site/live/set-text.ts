/** Writes the text of a place that holds nothing else. Its text node stays: a new one would have the browser look for the styles of what is around it. */
export function setText(place: Element, text: string): void {
  const {firstChild: only} = place;
  if (only instanceof Text && only.nextSibling === null) {
    if (only.data !== text) only.data = text;
  } else if (place.textContent !== text) place.textContent = text;
}

/** Sets an attribute that is another one so far: the browser looks for the styles of whatever is set. */
export function setAttribute(place: Element, name: string, value: string): void {
  if (place.getAttribute(name) !== value) place.setAttribute(name, value);
}

/** Hides a place or shows it, where it is not so already. */
export function setHidden(place: HTMLElement, isHidden: boolean): void {
  if (place.hidden !== isHidden) place.hidden = isHidden;
}
