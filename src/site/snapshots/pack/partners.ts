import {z} from "zod";
import {parseJson} from "../json.ts";

const manifestSchema = z.object({
  published: z.array(
    z.object({file: z.string(), kind: z.string(), table: z.string().optional(), columns: z.array(z.string())})
  )
});

type PublishedFile = z.output<typeof manifestSchema>["published"][number];

/**
 * For each data file of a snapshot the one of another that holds the same: the same columns of the same table, and as many such before it; otherwise the one of its kind that shares most columns with it. Files that have none are absent.
 * @param own text of the snapshot's `manifest.json`; @param other of the other one's
 */
export function partnersOf(own: string, other: string): ReadonlyMap<string, string> {
  const [mine, theirs] = [own, other].map(publishedIn) as [readonly PublishedFile[], readonly PublishedFile[]];
  const bySame = Map.groupBy(theirs, sameness);
  const met = new Map<string, number>();
  const partners = new Map<string, string>();
  for (const one of mine) {
    const key = sameness(one);
    const turn = met.get(key) ?? 0;
    met.set(key, turn + 1);
    const same = bySame.get(key);
    const partner = same ? same[Math.min(turn, same.length - 1)] : mostAlike(one, theirs);
    if (partner) partners.set(one.file, partner.file);
  }
  return partners;
}

function publishedIn(text: string): readonly PublishedFile[] {
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.published : [];
}

function sameness({kind, table, columns}: PublishedFile): string {
  return JSON.stringify([kind, table, columns]);
}

function mostAlike(one: PublishedFile, others: readonly PublishedFile[]): PublishedFile | null {
  const columns = new Set(one.columns);
  const shared = (other: PublishedFile) => {
    const both = other.columns.filter((column) => columns.has(column)).length;
    return both / (columns.size + other.columns.length - both || 1);
  };
  const alike = others.filter(({kind, table}) => kind === one.kind && table === one.table);
  return alike.reduce<PublishedFile | null>(
    (best, other) => (!best || shared(other) > shared(best) ? other : best),
    null
  );
}
