/** A header for all files that a path names: "/x/*" is everything below x. */
export interface HeaderRule {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What every file is sent with. The policy is as wide as the database's worker needs it; each page narrows it for itself. */
const SAFE: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()"
};

/** What leads to snapshots, and a built site's pages, is asked for anew each time. */
const FRESH = "no-cache";
/** Names that tell the content: kept for a year. */
const FOREVER = "public, max-age=31536000, immutable";
/** Content that never changes, but that a request to delete may take away: kept for a day. */
const DAY = "public, max-age=86400";

/** How the files of a built site, or of a folder of snapshots, are best sent. */
export const HEADERS: readonly HeaderRule[] = [
  {path: "/*", headers: SAFE},
  {path: "/_assets/*", headers: {"Cache-Control": FOREVER}},
  {path: "/_data/*", headers: {"Cache-Control": DAY}},
  {path: "/snapshots/*", headers: {"Cache-Control": DAY}},
  {path: "/latest/*", headers: {"Cache-Control": FRESH}},
  {path: "/compare/*", headers: {"Cache-Control": FRESH}},
  {path: "/latest.json", headers: {"Cache-Control": FRESH}},
  {path: "/index.html", headers: {"Cache-Control": FRESH}}
];
