import {fork} from "node:child_process";
import {cpSync, mkdtempSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, inject, it} from "vitest";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {readPublished} from "../../src/site/snapshots/folder.ts";
import type {Latest} from "../../src/site/snapshots/folder.ts";
import {PackedError, contentOf} from "../../src/site/snapshots/pack/content.ts";
import {fetchedSite} from "../../src/site/snapshots/pack/fetched-site.ts";
import {publishedBytes, stateOf} from "../../src/site/snapshots/pack/packed-folder.ts";
import type {BuiltSnapshot} from "../../src/site/snapshots/place.ts";
import {publishSnapshot} from "../../src/site/snapshots/publish.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {cutDemo} from "./cut-demo.ts";
import {bytesOf, changedIn, hashOf, hashesOf} from "./published.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const KILLS = 100;
/** A hundred processes take a minute or two, and many times that where others are at work; milliseconds. */
const TIME = 1_800_000;
const WEEKS = 6;
/** So many of the runs that are killed pack the folder. */
const PACKED = 1 / 3;
/** Weeks of the demo; each takes a minute. */
const DEMO_WEEKS = ["2026-10-10", "2026-10-17", "2026-10-24"];

/** A shop whose orders are those of its first weeks: a later week only appends. Every page says which week it is of. */
function weeksOf(count: number): Readonly<Record<string, string>> {
  const orders = ["customer_id,ordered,amount"];
  for (let week = 0; week < count; ++week)
    for (let i = 0; i < 30; ++i) {
      const day = new Date(Date.UTC(2024, 0, 1 + week * 7 + (i % 7))).toISOString().slice(0, 10);
      orders.push(`c${(week * 13 + i * 7) % (40 + week * 5)},${day},${10 + ((week * 31 + i * 17) % 90)}.50`);
    }
  const report = (title: string, cells: string) =>
    `---\nfilters: [joined]\n---\n# ${title}\n\nWeek \${mark.get("week", 0)} ends here.\n\n\`\`\`sql mark\nselect 'w${count}w' as week\n\`\`\`\n\n${cells}`;
  return {
    "data/catalog.yaml": `title: Corner shop\ncurrency: EUR\ntables:\n  orders: {from: orders.csv, columns: {customer: customer_id, at: ordered, revenue: amount}}\npublish: {rows: pruned, minimumCell: 1}\n`,
    "data/orders.csv": `${orders.join("\n")}\n`,
    "reports/index.md": report(
      "First",
      "```kpi kpis\nshow: [customers, orders, revenue]\n```\n\n```sql monthly\nselect date_trunc('month', at) as month, sum(revenue) as revenue from orders group by month order by month\n```\n\n```chart bars\ndata: monthly\nmark: bar\nx: month\ny: revenue\n```\n"
    ),
    "reports/value/deep.md": report("Deep", "```retention triangle\nperiod: month\n```\n")
  };
}

let workspace: TemporaryWorkspace;
let folder: string;
beforeAll(() => {
  workspace = temporaryWorkspace();
  folder = mkdtempSync(join(tmpdir(), "kizuna-heavy-"));
});
afterAll(() => {
  workspace[Symbol.dispose]();
  rmSync(folder, {recursive: true, force: true});
});

async function publish(weeks: number, into: string) {
  workspace.write(weeksOf(weeks));
  const {built, record} = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), {
    project: PROJECT,
    into,
    keep: null,
    allowUnknown: false
  });
  expect(built.errors).toEqual([]);
  return record!;
}

/** Sites of some weeks, as a build leaves them. */
async function buildSites(weeks: readonly number[]): Promise<readonly BuiltSnapshot[]> {
  const sites: BuiltSnapshot[] = [];
  for (const count of weeks) {
    const into = join(folder, `built-${count}`);
    const {number: _, files, rows, ...draft} = await publish(count, into);
    const site = join(folder, `site-${count}`);
    cpSync(join(into, "snapshots", draft.id), site, {recursive: true});
    for (const file of files) cpSync(join(into, file), join(site, file));
    rmSync(join(site, "snapshot.json"));
    rmSync(into, {recursive: true});
    sites.push({site, draft, files, rows});
  }
  return sites;
}

/** Reads a served folder of snapshots again and again as people do, until it is told to stop; collects whatever is broken. */
class Reader {
  readonly problems: string[] = [];
  rounds = 0;
  /** Pages that stood for packed ones. */
  packed = 0;
  #isDone = false;
  readonly #url: string;
  readonly #work: Promise<void>;

  constructor(url: string) {
    this.#url = url;
    this.#work = this.#read();
  }

  async stop(): Promise<void> {
    this.#isDone = true;
    await this.#work;
  }

  async #read(): Promise<void> {
    while (!this.#isDone) {
      await this.#latest();
      await this.#list();
      ++this.rounds;
    }
  }

  async #get(path: string): Promise<Uint8Array | null> {
    const answer = await fetch(`${this.#url}${path}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return answer.ok ? bytes : null;
  }

  async #text(path: string): Promise<string> {
    const bytes = await this.#get(path);
    if (bytes === null) this.problems.push(`missing: ${path}`);
    return new TextDecoder().decode(bytes ?? new Uint8Array());
  }

  /** Every report of the latest snapshot is whole, of one week, and has all that it asks for. */
  async #latest(): Promise<void> {
    const text = await this.#text("latest.json");
    if (!text.endsWith("}\n")) return void this.problems.push(`broken latest.json: ${text}`);
    const {snapshot, reports} = JSON.parse(text) as Latest;
    const weeks = new Set<string>();
    for (const report of reports) {
      const path = `snapshots/${snapshot}/${report === "" ? "" : `${report}/`}`;
      // As a page's scripts do: the snapshot may have been packed since.
      const html = await this.#content(`${path}index.html`);
      if (!html.trimEnd().endsWith("</html>")) this.problems.push(`broken: ${path}`);
      weeks.add(/w\d+w/.exec(html)?.[0] ?? `none on ${path}`);
      const json = await this.#content(`${path}index.json`);
      weeks.add(/w\d+w/.exec(json)?.[0] ?? `none in ${path}`);
      await this.#assets(html, path);
      await this.#text(`latest/${report === "" ? "" : `${report}/`}index.html`);
    }
    if (weeks.size !== 1) this.problems.push(`mixed: ${[...weeks].join(", ")}`);
  }

  async #content(path: string): Promise<string> {
    const bytes = await contentOf(path, fetchedSite(this.#url, false)).catch((error: unknown) => {
      if (error instanceof PackedError) this.problems.push(error.message);
      else throw error;
    });
    return new TextDecoder().decode(bytes ?? new Uint8Array());
  }

  async #assets(html: string, path: string): Promise<void> {
    for (const [, source] of html.matchAll(/ src="?([^"\s>]+\.js)/g))
      await this.#text(new URL(source!, `http://h/${path}`).pathname.slice(1));
    for (const [, name, hash] of html.matchAll(/"(_data\/([0-9a-f]{16})\.arrow\.gz)"/g)) {
      const bytes = await this.#get(name!);
      if (bytes === null) await this.#content(name!);
      else if (hashOf(bytes).slice(0, 16) !== hash) this.problems.push(`broken: ${name!}`);
    }
  }

  /** A page and its JSON are of one week, and its data is there, each of them whole or packed. */
  async #restored(path: string): Promise<void> {
    const site = fetchedSite(this.#url, this.rounds % 2 === 0);
    const text = async (file: string) => new TextDecoder().decode(await contentOf(file, site));
    try {
      const html = await text(`${path}/index.html`);
      if (!html.trimEnd().endsWith("</html>")) this.problems.push(`broken: ${path}`);
      const weeks = [html, await text(`${path}/index.json`)].map((one) => /w\d+w/.exec(one)?.[0]);
      if (weeks[0] === undefined || weeks[0] !== weeks[1]) this.problems.push(`mixed: ${path}: ${weeks.join(", ")}`);
      for (const [, name] of html.matchAll(/"(_data\/[0-9a-f]{16}\.(?:arrow|cubes)\.gz)"/g))
        await contentOf(name!, site);
    } catch (error) {
      if (!(error instanceof PackedError)) throw error;
      this.problems.push(`${error.message}, of ${path}`);
    }
    const stands = new TextDecoder().decode((await this.#get(`${path}/index.html`)) ?? new Uint8Array());
    if (stands.includes("k-packed")) ++this.packed;
  }

  /** The newest snapshots of the list are there. */
  async #list(): Promise<void> {
    const listed = (html: string) =>
      new Set([...html.matchAll(/href="\.\/(snapshots\/[\w-]+)\//g)].map(([, path]) => path!));
    const html = await this.#text("index.html");
    if (!html.trimEnd().endsWith("</html>")) this.problems.push("broken list");
    for (const path of [...listed(html)].slice(0, 4)) await this.#restored(path);
    const compare = await this.#get("compare/index.html");
    if (compare) await this.#assets(new TextDecoder().decode(compare), "compare/");
  }
}

describe("a folder of snapshots", () => {
  it(
    `is whole for its readers at all times, whenever a run in it is killed (${KILLS} times)`,
    async () => {
      const sites = await buildSites([10, 11, 12]);
      const into = join(folder, "served");
      // Far fewer runs pass while a reader reads one snapshot than are kept.
      const options = {project: PROJECT, into, keep: 40};
      /** The site of a week under an id of its own, so that each run has pages to write. */
      const siteOf = (i: number): BuiltSnapshot => {
        const built = sites[i % sites.length]!;
        return {...built, draft: {...built.draft, id: `${built.draft.id}-${i}`}};
      };
      const place = (built: BuiltSnapshot, kill: number | null, pack = false) =>
        new Promise<{took: number; isKilled: boolean}>((done, fail) => {
          const child = fork(
            join(import.meta.dirname, "place-child.ts"),
            [JSON.stringify({built, options: {...options, pack}})],
            {
              execArgv: [],
              stdio: ["ignore", "ignore", "inherit", "ipc"]
            }
          );
          let started = 0;
          child.on("message", (message) => {
            if (message !== "placing") return;
            started = performance.now();
            if (kill !== null) setTimeout(() => child.kill("SIGKILL"), kill);
          });
          child.on("error", fail);
          child.on("exit", (_, signal) => done({took: performance.now() - started, isKilled: signal === "SIGKILL"}));
        });
      await place(siteOf(0), null);
      const {took: first} = await place(siteOf(1), null);
      expect((await readPublished(into)).latest).toBe(siteOf(1).draft.id);
      await place(siteOf(2), null);
      const {took: packing} = await place(siteOf(3), null, true);
      expect(await stateOf(into, `snapshots/${siteOf(1).draft.id}/index.html`)).toBe("packed");
      const server = await serveFolder(into, "/team/");
      const reader = new Reader(server.url);
      const placed = new Set<string>();
      let killed = 0;
      try {
        for (let i = 0; i < KILLS; ++i) {
          // The golden ratio spreads the points evenly over the time that an undisturbed run takes.
          const pack = (i * PACKED) % 1 < PACKED;
          const {isKilled} = await place(siteOf(i + 4), ((i * 0.618034) % 1) * (pack ? packing : first), pack);
          if (isKilled) ++killed;
          placed.add((await readPublished(into)).latest!);
        }
        await sleep(200);
      } finally {
        await reader.stop();
        await server.close();
      }
      expect([...new Set(reader.problems)]).toEqual([]);
      expect(reader.rounds).toBeGreaterThan(20);
      expect(killed).toBeGreaterThan(KILLS / 2);
      // Some of the runs got as far as the switch.
      expect(placed.size).toBeGreaterThan(1);
      expect(reader.packed).toBeGreaterThan(20);
      await place(siteOf(KILLS + 4), null, true);
      const {snapshots, latest} = await readPublished(into);
      expect(latest).toBe(siteOf(KILLS + 4).draft.id);
      expect(snapshots.length).toBeLessThanOrEqual(40);
      console.log(
        `${killed} of ${KILLS} runs killed before their end, ${placed.size} got as far as the switch; ${reader.rounds} rounds of reading, ${reader.packed} packed pages`
      );
      // The last run has cleared away what the killed ones left.
      const left = readdirSync(into, {recursive: true})
        .map(String)
        .filter((name) => name.includes(".unfinished-") || name.includes("lock"));
      expect(left).toEqual([]);
      const needed = new Set(snapshots.flatMap(({files}) => files));
      for (const file of needed) expect((await publishedBytes(into, file)).length).toBeGreaterThan(0);
      // What each page says is what was built, through all that happened to it.
      for (const {id} of snapshots.slice(0, -1)) {
        const built = sites.find(({draft}) => id.startsWith(draft.id))!;
        for (const path of ["index.html", "value/deep/index.json"]) {
          const bytes = await publishedBytes(into, `snapshots/${id}/${path}`);
          expect(Buffer.from(bytes).equals(readFileSync(join(built.site, path)))).toBe(true);
        }
      }
    },
    TIME
  );

  it(`costs less than three snapshots in bytes for a year of weekly ones, where weeks are only appended (by ${WEEKS} of them)`, async () => {
    const into = join(folder, "year");
    await publish(30, into);
    const one = bytesOf(into);
    for (let week = 1; week <= WEEKS; ++week) await publish(30 + week, into);
    const {snapshots} = await readPublished(into);
    expect(snapshots).toHaveLength(WEEKS + 1);
    // Each week its own pages and data; what they share is there once.
    const each = (bytesOf(into) - one) / WEEKS;
    const year = one + 51 * each;
    console.log(
      `one snapshot ${one} bytes, each further one ${Math.round(each)}: a year ${(year / one).toFixed(2)} times the first`
    );
    expect(year).toBeLessThan(3 * one);
    // A later one says of itself: 30 orders more, and nothing of the past.
    expect(snapshots[WEEKS]!.since!.splits["orders"]).toEqual({period: 30, restated: 0, definition: 0, mixed: 0});
  });

  it(
    `costs less than three snapshots in bytes for a year of weeks of the demo, packed (by ${DEMO_WEEKS.length} of them)`,
    async () => {
      const into = join(folder, "demo");
      const sizes: number[] = [];
      const contents = new Map<string, string>();
      for (const day of DEMO_WEEKS) {
        const root = join(folder, `demo-${day}`);
        await cutDemo(day, root);
        const {built, record} = await publishSnapshot(openWorkspace(root, inject("cache")), {
          project: PROJECT,
          into,
          keep: null,
          allowUnknown: false,
          pack: true
        });
        expect(built.errors).toEqual([]);
        for (const [path, hash] of hashesOf(into, record!)) contents.set(path, hash);
        sizes.push(bytesOf(into));
      }
      // With the second come the page that compares, and the script of packed pages; all later weeks cost what the last one did.
      const [one, two] = [sizes[0]!, sizes[1]!];
      const each = sizes.at(-1)! - sizes.at(-2)!;
      // Twelve weeks of a year begin a month, and cost half as much again; every sixteenth is restored from further away.
      const year = two + 50 * each * 1.15;
      console.log(
        `one snapshot ${one} bytes, the second one ${two - one}, each further one ${each}: a year ${(year / one).toFixed(2)} times the first`
      );
      expect(year).toBeLessThan(3 * one);
      expect(await changedIn(into, contents)).toEqual([]);
    },
    TIME
  );
});
