import {parseHTML} from "linkedom";

/** A document to draw in at build. One for all: charts only make elements with it. */
export const DOCUMENT: Document = parseHTML("<!doctype html><html><body></body></html>")
  .document as unknown as Document;
