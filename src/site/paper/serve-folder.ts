import {createReadStream, existsSync, statSync} from "node:fs";
import {createServer} from "node:http";
import type {ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join, normalize} from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm"
};

type Headers = Readonly<Record<string, string>>;

/** A plain static host of a folder, under `base`, which leads from a folder's address without a slash to the one with it, as hosts do, and sends `headers` with every file, or those of its path; an address that cannot be read it answers with 400. Close it. */
export async function serveFolder(
  folder: string,
  base = "/",
  headers: Headers | ((path: string) => Headers) = {}
): Promise<{readonly url: string; close(): Promise<void>}> {
  const server = createServer((request, response) => {
    const asked = maybePath(request.url!);
    if (asked === null) {
      response.writeHead(400).end();
      return;
    }
    const {path, pathname, search} = asked;
    const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : "..";
    const named = join(folder, inside);
    const isFolder = existsSync(named) && statSync(named, {throwIfNoEntry: false})?.isDirectory() === true;
    if (isFolder && !path.endsWith("/")) {
      response.writeHead(301, {location: `${pathname}/${search}`}).end();
      return;
    }
    const file = isFolder ? join(named, "index.html") : named;
    if (inside.startsWith("..")) {
      response.writeHead(404).end();
      return;
    }
    const own = typeof headers === "function" ? headers(inside) : headers;
    send(file, response, {...own, "content-type": TYPES[extname(file)] ?? "application/octet-stream"});
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done())))
  };
}

/** Answers with a file, with 404 where there is none when it is opened: whoever publishes may take it away at any time. What cannot be read to its end is cut off. */
function send(file: string, response: ServerResponse, headers: Headers): void {
  const stream = createReadStream(file);
  stream.on("open", () => stream.pipe(response.writeHead(200, headers)));
  stream.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(404).end()));
  response.on("close", () => stream.destroy());
}

/** The path of a request's address, as it is and with what it writes as %; null where that is no text. */
function maybePath(
  address: string
): {readonly path: string; readonly pathname: string; readonly search: string} | null {
  try {
    const {pathname, search} = new URL(`http://host${address}`);
    return {path: decodeURIComponent(pathname), pathname, search};
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return null;
    throw error;
  }
}
