/**
 * `make`, which remembers its last answer: histories are sorted by x, so what depends on x alone is made once a run.
 */
export function rememberLast<T>(make: (x: number) => T): (x: number) => T {
  let last: {readonly x: number; readonly value: T} | null = null;
  return (x) => {
    if (!last || last.x !== x) last = {x, value: make(x)};
    return last.value;
  };
}
