/** What a page may load and run: its own site's files, and styles inside it. It stands in each page. */
export const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'";
