const SVG = "http://www.w3.org/2000/svg";

/** Makes each label of a cell a text, in the middle of where the page shows it: what brings a row's labels to their cells depends on its font, which a program that opens a file may not have. */
export function splitLabels(drawn: Element, shown: Element): void {
  const rows = ".k-labels[letter-spacing]";
  const groups = drawn.querySelectorAll(rows);
  for (const [i, group] of [...shown.querySelectorAll(rows)].entries()) {
    const texts = [...group.querySelectorAll("text")].flatMap(labelsOf);
    const copy = groups[i]!;
    for (const name of ["letter-spacing", "font-family"]) copy.removeAttribute(name);
    copy.setAttribute("text-anchor", "middle");
    copy.replaceChildren(...texts);
  }
}

function labelsOf(row: SVGTextElement): SVGElement[] {
  let before = 0;
  return [...row.children].flatMap((run) => {
    const start = before;
    before += run.textContent.length;
    return [...run.textContent.matchAll(/[^\xa0]+/g)].map(({0: label, index}) => {
      const from = row.getStartPositionOfChar(start + index).x;
      const to = row.getEndPositionOfChar(start + index + label.length - 1).x;
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("x", ((from + to) / 2).toFixed(2));
      text.setAttribute("y", row.getAttribute("y")!);
      const ink = run.getAttribute("fill");
      if (ink !== null) text.setAttribute("fill", ink);
      text.textContent = label;
      return text;
    });
  });
}
