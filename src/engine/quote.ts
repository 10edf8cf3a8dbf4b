/** The name as a quoted SQL identifier; the only way a name gets into SQL text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The table's name as SQL, its schema before the first dot if it has one: `source.orders` → `"source"."orders"`. */
export function quoteTable(name: string): string {
  const dot = name.indexOf(".");
  if (dot < 0) return quoteIdentifier(name);
  return `${quoteIdentifier(name.slice(0, dot))}.${quoteIdentifier(name.slice(dot + 1))}`;
}

/** The text as a SQL string literal, for the few places (views, table functions) where nothing can be bound. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // A database takes the character 0 for the end of its text.
  return text.includes("\0") ? `(${quoted.replaceAll("\0", "' || chr(0) || '")})` : quoted;
}
