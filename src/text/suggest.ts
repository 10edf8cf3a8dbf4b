import {distance} from "fastest-levenshtein";

/** The one of `names` that `name` was probably meant to be: at most a third of its letters away, or two of them swapped; null where none is near. */
export function nearest(name: string, names: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(name.length / 3));
  const letters = [...wanted].sort().join("");
  const near = [...names]
    .map((candidate) => ({candidate, far: distance(wanted, candidate.toLowerCase())}))
    .filter(
      ({candidate, far}) => far <= limit || (far === 2 && [...candidate.toLowerCase()].sort().join("") === letters)
    );
  return near.sort((a, b) => a.far - b.far)[0]?.candidate ?? null;
}

/** The one of `names` that `name` is probably misspelt for; null where none is near, or only codes that differ in their digits: P-001 is no P-002 misspelt. */
export function misspelt(name: string, names: Iterable<string>): string | null {
  const form = (text: string) => text.toLowerCase().replace(/\d+/g, "0");
  return nearest(
    name,
    [...names].filter((one) => !/\d/.test(name) || form(one) !== form(name))
  );
}

/** The hint of an error about an unknown name: `did you mean "orders"?`, or else the list of what there is. */
export function suggestion(name: string, names: Iterable<string>): string {
  const known = [...names];
  const near = nearest(name, known);
  if (near !== null) return `did you mean "${near}"?`;
  if (known.length === 0) return "there is none to choose from";
  const shown = known.slice(0, 12).join(", ");
  return `known: ${shown}${known.length > 12 ? ", …" : ""}`;
}
