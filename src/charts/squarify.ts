/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles that tile `box`, one per value in the order given, with areas in proportion to the values, as square as a greedy layout makes them.
 *
 * @param values above 0, best sorted descending.
 * @see Bruls, Huizing & van Wijk 2000, "Squarified treemaps".
 */
export function squarify(values: readonly number[], box: Box): Box[] {
  if (values.length === 0) return [];
  const scale = (box.width * box.height) / values.reduce((sum, value) => sum + value, 0);
  const areas = values.map((value) => value * scale);
  const boxes: Box[] = [];
  let rest = box;
  for (let from = 0; from < areas.length;) {
    const side = Math.min(rest.width, rest.height);
    let to = from + 1;
    while (to < areas.length && worst(areas.slice(from, to + 1), side) <= worst(areas.slice(from, to), side)) to += 1;
    const row = areas.slice(from, to);
    boxes.push(...placed(row, rest));
    rest = remaining(row, rest);
    from = to;
  }
  return boxes;
}

/** The largest ratio of sides in a row of areas along a side. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((all, area) => all + area, 0);
  return Math.max(...areas.map((area) => Math.max((side ** 2 * area) / sum ** 2, sum ** 2 / (side ** 2 * area))));
}

function placed(areas: readonly number[], {x, y, width, height}: Box): Box[] {
  const sum = areas.reduce((all, area) => all + area, 0);
  const isColumn = width >= height;
  const thick = sum / (isColumn ? height : width);
  let at = 0;
  return areas.map((area) => {
    const long = area / thick;
    const one = isColumn ? {x, y: y + at, width: thick, height: long} : {x: x + at, y, width: long, height: thick};
    at += long;
    return one;
  });
}

function remaining(areas: readonly number[], {x, y, width, height}: Box): Box {
  const sum = areas.reduce((all, area) => all + area, 0);
  if (width >= height) return {x: x + sum / height, y, width: Math.max(0, width - sum / height), height};
  return {x, y: y + sum / width, width, height: Math.max(0, height - sum / width)};
}
