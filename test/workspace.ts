import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";

/** Files of a workspace by their path in it. */
export type WorkspaceFiles = Readonly<Record<string, string>>;

/** Five orders of three customers: a and b first order in January 2025, c in February; a comes back in February, b in March. */
export const SMALL: WorkspaceFiles = {
  "data/catalog.yaml": `title: Small shop
currency: EUR
asOf: 2025-03-31
tables:
  orders: {from: orders.csv, columns: {customer: customer_id, at: ordered, revenue: amount}}
publish: {minimumCell: 1}
`,
  "data/orders.csv": `customer_id,ordered,amount
a,2025-01-05,10.00
b,2025-01-20,20.50
a,2025-02-10,5.25
c,2025-02-11,40.00
b,2025-03-01,4.25
`,
  "reports/index.md": `# How the small shop does

\${kpis.customers} customers.

\`\`\`kpi kpis
show: [customers, orders, revenue]
\`\`\`

\`\`\`retention triangle
period: month
\`\`\`

\`\`\`sql monthly
select date_trunc('month', at) as month, sum(revenue) as revenue
from orders group by month order by month
\`\`\`

\`\`\`chart by_month
data: monthly
mark: bar
x: month
y: revenue
\`\`\`

\`\`\`table months
data: monthly
total: [revenue]
\`\`\`
`
};

/** A workspace in a temporary folder, and how to remove it. */
export interface TemporaryWorkspace extends Disposable {
  readonly root: string;
  /** Where its site may be written; not there yet. */
  readonly out: string;
  readonly cache: string;
  write(files: WorkspaceFiles): void;
}

/** A workspace of these files, {@link SMALL} below them. A file that is null is left out. */
export function temporaryWorkspace(files: Readonly<Record<string, string | null>> = {}): TemporaryWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-test-"));
  const root = join(folder, "workspace");
  const write = (some: Readonly<Record<string, string | null>>) => {
    for (const [path, text] of Object.entries(some)) {
      if (text === null) continue;
      mkdirSync(dirname(join(root, path)), {recursive: true});
      writeFileSync(join(root, path), text);
    }
  };
  write({...SMALL, ...files});
  return {
    root,
    out: join(folder, "out"),
    cache: join(folder, "cache"),
    write,
    [Symbol.dispose]: () => rmSync(folder, {recursive: true, force: true})
  };
}
