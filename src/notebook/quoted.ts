/** The expression as messages quote it: `${…}` in one line, its end left out where it is long. */
export function quoted(expression: string): string {
  const line = expression.replace(/\s+/g, " ");
  return `\${${line.length > 60 ? `${line.slice(0, 59)}…` : line}}`;
}
