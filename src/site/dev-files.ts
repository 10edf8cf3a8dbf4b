import {readFile} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {join} from "node:path";
import {bundleClient} from "./client-bundle.ts";
import type {Client, Entries} from "./client-bundle.ts";
import {databaseFiles} from "./database-files.ts";
import type {Database} from "./database-files.ts";
import type {Page} from "./page.ts";
import type {DataFile} from "./page-cubes.ts";

/** The scripts and data files of a dev server's pages, which a build would write. */
export class DevFiles {
  readonly #client: Client;
  readonly #caches: string;
  #database: Promise<Database> | null = null;
  #data: ReadonlyMap<string, Uint8Array> = new Map();

  private constructor(client: Client, caches: string) {
    this.#client = client;
    this.#caches = caches;
  }

  /** Bundles the scripts, once for each state of the source. @param caches where what can be made again is kept. */
  static async open(project: string, caches: string): Promise<DevFiles> {
    return new DevFiles(await bundleClient(project, caches), caches);
  }

  get entries(): Entries {
    return this.#client.entries;
  }

  /** Takes the files that pages read now. */
  offer(files: readonly DataFile[]): void {
    this.#data = new Map(files.map(({path, bytes}) => [path, bytes]));
  }

  /** The page with the addresses of the database, where its SQL cells run in one. */
  async withDatabase(page: Page): Promise<Page> {
    if (!page.live?.sql) return page;
    this.#database ??= databaseFiles(this.#caches);
    const {files} = await this.#database;
    return {...page, live: {...page.live, sql: {...page.live.sql, database: files}}};
  }

  /** Answers a request for one of the files; leaves others to `next`. */
  readonly serve = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://dev").pathname).slice(1);
    if (!/^(?:_assets|_data)\/[\w.-]+$/.test(path)) return next();
    this.#read(path).then(
      (bytes) => {
        if (bytes === null) return next();
        response.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "application/octet-stream");
        response.end(bytes);
      },
      () => next()
    );
  };

  async #read(path: string): Promise<Uint8Array | null> {
    const data = this.#data.get(path);
    if (data) return data;
    const folders = [this.#client.folder, ...(this.#database ? [(await this.#database).folder] : [])];
    for (const folder of folders) {
      const bytes = await readFile(join(folder, path)).catch(() => null);
      if (bytes) return bytes;
    }
    return null;
  }
}
