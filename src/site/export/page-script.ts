// All scripts of an exported page in one, which its worker runs too: the page has no file to load another one from.
if ("document" in globalThis) {
  void import("../tools/tools.ts");
  void import("../client.ts");
} else void import("../live/live-worker.ts");

export {};
