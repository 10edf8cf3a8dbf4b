import {describe, expect, it} from "vitest";
import {ReportError} from "../../src/errors.ts";
import {pathOf, readReport} from "../../src/notebook/report.ts";
import {cell, html} from "./shop.ts";

const read = (text: string) => readReport(text, "reports/r.md");

/** The message of the mistake that keeps a report from being read. */
function mistake(...lines: readonly string[]): string {
  try {
    read(lines.join("\n"));
  } catch (error) {
    if (error instanceof ReportError) return error.message;
    throw error;
  }
  return "none";
}

it("pathOf leaves out the folder, the ending and index", () => {
  expect(["reports/index.md", "reports/value/ltv.md", "reports/value/index.md"].map(pathOf)).toEqual([
    "",
    "value/ltv",
    "value"
  ]);
});

describe("front matter", () => {
  it("is read with its defaults, and lines keep their numbers", () => {
    const {matter, cells, matterPlace} = read("---\ntitle: A\nfilters: [x]\n---\n```sql a\nselect 1\n```\n");
    expect(matter).toEqual({title: "A", filters: ["x"], changes: true, draft: false, audience: []});
    expect(cells[0]!.place).toEqual({file: "reports/r.md", line: 5});
    expect(matterPlace("filters", 0)).toEqual({file: "reports/r.md", line: 3});
  });
  it("may be missing or empty", () => {
    expect(read("# A").matter).toEqual({filters: [], changes: true, draft: false, audience: []});
    expect(read("---\n---\n# A").matter).toEqual({filters: [], changes: true, draft: false, audience: []});
    expect(html("")).toBe("");
  });
  it("may follow a byte-order mark, with Windows line ends", () => {
    const {matter, cells, tree} = read("\uFEFF---\r\ntitle: A\r\n---\r\n\r\n```sql a\r\nselect 1\r\nfrom t\r\n```\r\n");
    expect(matter.title).toBe("A");
    expect(cells).toEqual([
      {kind: "sql", name: "a", source: "select 1\nfrom t", place: {file: "reports/r.md", line: 5}}
    ]);
    expect(JSON.stringify(tree)).not.toContain("\\r");
  });
  it("points at its own mistakes", () => {
    expect(mistake("---", "title: A", "filtres: [x]", "---")).toBe(
      'reports/r.md:3: unknown key "filtres"; did you mean "filters"?'
    );
    expect(mistake("---", "title: A", "# B")).toBe("reports/r.md:1: front matter never closes; add --- after it");
    expect(mistake("---", "title: A", "lang: jp", "---")).toBe(
      'reports/r.md:3: lang cannot be "jp"; did you mean "ja"?'
    );
    expect(mistake("---", "title: A", "title: B", "---")).toMatch(/^reports\/r\.md:3: /);
    expect(mistake("---", "a: [", "---")).toMatch(/^reports\/r\.md:\d+: /);
    expect(mistake("---", "just words", "---")).toMatch(/^reports\/r\.md:2: .*no mapping/);
  });
});

describe("fences", () => {
  it("of other languages are code, with their text as it is", () => {
    expect(html("```python\nprint('${x}')\n```")).toBe("<pre><code>print('${x}')\n</code></pre>");
    expect(html("    indented ${x}")).toBe("<pre><code>indented ${x}\n</code></pre>");
    expect(read("```\nsql\n```\n\n```go\n```\n\n```css\n```\n\n```yaml\n```").cells).toEqual([]);
  });
  it("of three tildes, or longer, close with their like", () => {
    const {cells} = read("~~~sql a\n```\n~~~\n\n````sql b\n```\nselect 1\n```\n`````\n");
    expect(cells.map(({name, source}) => [name, source])).toEqual([
      ["a", "```"],
      ["b", "```\nselect 1\n```"]
    ]);
  });
  it("that never close are mistakes at their first line", () => {
    expect(mistake("# A", "", "```sql", "select 1")).toBe("reports/r.md:3: fence never closes; add ``` after it");
    expect(mistake("~~~~sql", "```", "~~~")).toBe("reports/r.md:1: fence never closes; add ~~~~ after it");
    expect(mistake("```python", "~~~")).toBe("reports/r.md:1: fence never closes; add ``` after it");
    expect(mistake("- a", "", "  ```sql", "  select 1", "", "after")).toBe(
      "reports/r.md:3: fence never closes; add ``` after it"
    );
    expect(mistake("- a", "  ```python", "  x", "```", "y")).toBe(
      "reports/r.md:2: fence never closes; add ``` after it"
    );
    expect(mistake(":::card", "```sql", "select ${1}", ":::", "", "end")).toBe(
      "reports/r.md:2: fence never closes; add ``` after it"
    );
    expect(mistake("> ```python", "> x", "", "end")).toBe("reports/r.md:1: fence never closes; add ``` after it");
  });
  it("in lists and quotations hold code, but no cell: it would be lost there", () => {
    expect(html("- a\n\n  ```python\n  ${x}\n  ```")).toContain("<pre><code>${x}\n</code></pre>");
    expect(html("- a\n\n    ~~~python\n    ${x}\n\n    ${y\n    ~~~")).toContain("<code>${x}\n\n${y\n</code>");
    expect(html("> ```python\n> ${x}\n> ```")).toContain("<pre><code>${x}\n</code></pre>");
    expect(mistake("- a", "", "  ```sql b", "  select 1", "  ```")).toBe(
      "reports/r.md:3: the sql cell stands in a list; begin it at the start of the line"
    );
    expect(mistake("> ```kpi", "> show: [nps]", "> ```")).toBe(
      "reports/r.md:1: the kpi cell stands in a quotation; begin it at the start of the line"
    );
  });
});

describe("cells", () => {
  it("of an unknown kind are mistakes where a kind is near, else code", () => {
    expect(mistake("", "```chrat", "```")).toBe('reports/r.md:2: unknown kind of cell "chrat"; did you mean "chart"?');
    expect(mistake("```retension", "```")).toBe(
      'reports/r.md:1: unknown kind of cell "retension"; did you mean "retention"?'
    );
    expect(mistake("```SQL", "```")).toBe('reports/r.md:1: unknown kind of cell "SQL"; did you mean "sql"?');
    expect(mistake("```kip", "```")).toBe('reports/r.md:1: unknown kind of cell "kip"; did you mean "kpi"?');
    for (const language of ["ts", "jsx", "css", "json", "bash", "html", "mermaid", "text", "diff"])
      expect(mistake("```" + language, "```"), language).toBe("none");
  });
  it("have the name that they are given, else their kind and its number", () => {
    const {cells} = read(["sql", "sql 売上_2", "kpi", "sql"].map((head) => cell(head)).join("\n"));
    expect(cells.map(({name}) => name)).toEqual(["sql-1", "売上_2", "kpi-1", "sql-3"]);
  });
  it("cannot have a name that is no variable", () => {
    for (const name of ["2025", "by-month", "by month", "a.b", "class", "await", "eval"])
      expect(mistake("", "```sql " + name, "```"), name).toBe(
        `reports/r.md:2: "${name}" is no name for a cell; one word of letters, digits and _ that JavaScript does not reserve`
      );
  });
});

describe("containers", () => {
  it("nest with three colons throughout, and hold cells and fences", () => {
    const text =
      ':::grid{cols=3}\n\n:::card{title="A"}\none\n\n```sql a\nselect 1\n```\n:::\n\n:::card\ntwo\n:::\n\n:::\n\nafter';
    expect(html(text)).toBe(
      '<k-grid data-cols="3"><k-card data-title="A"><p>one</p><k-cell data-index="0"></k-cell></k-card><k-card data-title=""><p>two</p></k-card></k-grid>\n<p>after</p>'
    );
    expect(read(text).cells[0]!.place.line).toBe(6);
  });
  it("end after code that shows their own marks", () => {
    expect(html(":::card\n```text\n:::card\n:::\n```\nb\n:::")).toBe(
      '<k-card data-title=""><pre><code>:::card\n:::\n</code></pre><p>b</p></k-card>'
    );
  });
  it("are tabs, each with a title, folds, and examples with their text as it is written", () => {
    expect(
      html(
        ':::tabs\n\n:::tab{title="A & B"}\none\n:::\n\n:::tab{title="C"}\n\n:::details{title="More"}\ntwo\n:::\n\n:::\n\n:::'
      )
    ).toBe(
      '<k-tabs><k-tab data-title="A &#x26; B"><p>one</p></k-tab><k-tab data-title="C"><k-details data-title="More"><p>two</p></k-details></k-tab></k-tabs>'
    );
    const text =
      "---\ntitle: T\n---\n\n:::example\n\n**${kpis.n}** <b>\n\n```kpi kpis\nshow: [customers]\n```\n\n:::\n";
    const example = readReport(text, "reports/r.md").tree.children.find((node) => node.type === "element")!;
    expect(example).toMatchObject({
      tagName: "k-example",
      properties: {dataSource: "**${kpis.n}** <b>\n\n```kpi kpis\nshow: [customers]\n```"}
    });
  });
  it("that are tabs or folds point at their mistakes", () => {
    expect(mistake("a", "", ':::tab{title="A"}', "b", ":::")).toBe(
      "reports/r.md:3: :::tab stands outside of :::tabs; put it between :::tabs and its closing :::"
    );
    expect(mistake(":::tabs", "", "b", "", ":::")).toBe(
      'reports/r.md:3: something stands in :::tabs outside of its tabs; write :::tab{title="…"} … ::: inside'
    );
    expect(mistake(":::tabs", ":::")).toBe(
      'reports/r.md:1: :::tabs holds no tab; write :::tab{title="…"} … ::: inside'
    );
    expect(mistake(":::details", "b", ":::")).toBe(
      'reports/r.md:1: :::details has no title; write :::details{title="…"}'
    );
    const tabs = Array.from({length: 9}, (_, i) => [`:::tab{title="${i}"}`, "x", ":::", ""]).flat();
    expect(mistake(":::tabs", "", ...tabs, ":::")).toBe(
      "reports/r.md:1: :::tabs holds 9 tabs; at most 8: more are a page of their own"
    );
  });
  it("in comments are left out", () => {
    expect(html("a\n\n<!--\n:::grid\n```sql\n${x\n-->\n\nb")).toBe("<p>a</p>\n<p>b</p>");
  });
  it("point at their mistakes", () => {
    expect(mistake("a", "", ":::grid", "b")).toBe('reports/r.md:3: container ":::grid" never closes; add ::: after it');
    expect(mistake(":::grid", ":::card", "a", ":::", "", "b")).toBe(
      'reports/r.md:1: container ":::grid" never closes; add ::: after it'
    );
    expect(mistake(":::card", "a", ":::", "", ":::")).toBe(
      'reports/r.md:5: ":::" closes no container; take it out, or open one with :::grid or :::card'
    );
    expect(mistake("", ":::gird", ":::")).toBe('reports/r.md:2: unknown container ":::gird"; did you mean "grid"?');
    expect(mistake(":::grid{columns=2}", ":::")).toBe(
      'reports/r.md:1: unknown attribute "columns" of :::grid; known: cols'
    );
    expect(mistake(":::grid{cols=two}", ":::")).toBe('reports/r.md:1: cols of :::grid cannot be "two"; 1 to 4');
    expect(mistake(":::grid{cols=5}", ":::")).toBe('reports/r.md:1: cols of :::grid cannot be "5"; 1 to 4');
    for (const head of [":::grid{cols=2", ":::grid {cols=2}", "::: grid"])
      expect(mistake("a", "", head, "b", ":::")).toBe(
        `reports/r.md:3: container "${head}" cannot be read; write it like :::grid{cols=2}, alone on its line`
      );
    expect(mistake("> :::card", "> a", "> :::")).toBe(
      "reports/r.md:1: :::card stands in a quotation; begin it at the start of the line"
    );
  });
  it("are not times, ratios or names in prose", () => {
    expect(html("At 10:30 the ratio 1:2 of :name and ::this{a=b}.\n\n::leaf")).toBe(
      "<p>At 10:30 the ratio 1:2 of :name and ::this{a=b}.</p>\n<p>::leaf</p>"
    );
  });
});

describe("prose", () => {
  it("shows raw HTML as text, and leaves out its comments", () => {
    expect(html("<script>alert(1)</script>")).toBe("&#x3C;script>alert(1)&#x3C;/script>");
    expect(html("a <b onclick=x>b</b> <!-- c --> d")).toBe("<p>a &#x3C;b onclick=x>b&#x3C;/b>  d</p>");
    expect(html('<k-cell data-index="0"></k-cell>')).not.toContain("<k-cell");
  });
  it("takes the target from links other than http(s), mailto and within the site", () => {
    expect(html("[a](javascript:alert(1))")).toBe("<p><a>a</a></p>");
    expect(html("[a](JAVASCRIPT:alert) [b](data:text/html,x) [c](irc://d)")).toBe("<p><a>a</a> <a>b</a> <a>c</a></p>");
    expect(html("![a](javascript:alert(1))")).toBe('<p><img alt="a"></p>');
    expect(html("[a](https://b.c/) [d](mailto:e@f.g) [h](value/ltv/#i)").match(/href/g)).toHaveLength(3);
  });
  it("gives headings ids of their own, none of them a cell's name", () => {
    const ids = (text: string) => [...html(text).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids("## A b\n\n## A b\n\n## A b-1\n\n## 売上")).toEqual(["a-b", "a-b-1", "a-b-1-1", "売上"]);
    expect(ids("## Scores\n\n```sql scores\n```\n")).toEqual(["scores-section"]);
  });
});

describe("inline expressions", () => {
  const expressions = (text: string) => read(text).inlines.map(({expression}) => expression);

  it("may hold braces, strings, template literals, functions and comments", () => {
    const each = [
      "a",
      "({a: {b: 1}}).a.b",
      '"}" + \'}\' + "${"',
      "`${a}${`}`}`",
      "[1, 2].map((x) => { return {x}; }).length",
      "/}/.test(a)",
      "(a + b)",
      "await a",
      "a ?? {}.b"
    ];
    expect(expressions(each.map((one) => `x \${${one}} y`).join("\n\n"))).toEqual(each);
    expect(expressions("${a /* } */} ${ b // }\n}")).toEqual(["a", "b"]);
  });
  it("stand in headings, links, tables, emphasis and raw text", () => {
    const marked = html("# A ${a}\n\n[b ${b}](./c/${c}) *${d}* **${e}**_${f}_\n\n| g |\n| - |\n| ${g || h} |\n");
    expect(marked).toContain("A \uE0000\uE001</h1>");
    expect(marked).toMatch(/<em>\uE0003\uE001<\/em>.*<strong>\uE0004\uE001<\/strong>/);
    expect(marked).toContain("<td>\uE0006\uE001</td>");
    expect(expressions("# A ${a}\n\n[b ${b}](./c/${c})\n\n| g |\n| - |\n| ${g || h} |\n").at(-1)).toBe("g || h");
  });
  it("may end an address, but not begin it: a value could bring a scheme that runs scripts", () => {
    expect(html("[a](b/${c}) [d](?e=${f}) [g](mailto:${h}) ![i](${j})").match(/(href|src)=/g)).toHaveLength(4);
    for (const link of ["[a](${b})", "[a](java${b})", "[a][c]\n\n[c]: ${b}"])
      expect(mistake("", ...link.split("\n"))).toMatch(
        /^reports\/r\.md:[24]: the address of a link begins with \$\{…\}; begin it with https:\/\/ or with \.\//
      );
  });
  it("are text where escaped, in code, in fences and in comments", () => {
    expect(expressions("\\${a} `${b}` ``c ` ${d}`` <!-- ${e --> \n\n```text\n${f}\n```\n\n    ${g}\n")).toEqual([]);
    expect(html("\\${a} and `${b}`")).toBe("<p>${a} and <code>${b}</code></p>");
  });
  it("are read after a backtick that closes nothing, or an escaped one", () => {
    expect(expressions("5` long ${a}\n\n\\`${b}\\` ``${c}`\n\n\\\\${d}")).toEqual(["a", "b", "c", "d"]);
  });
  it("over several lines part no paragraph, and lines after them keep their numbers", () => {
    const text =
      "Of ${[\n1,\n\n2\n].length} and ${b}\nmore\n\n```sql c\nselect 1\n```\n\n| a |\n| - |\n| ${\n1} |\n| ${d} |\n";
    const {cells, inlines} = read(text);
    expect(inlines.map(({place}) => place.line)).toEqual([1, 5, 14, 16]);
    expect(cells[0]!.place.line).toBe(8);
    expect(html(text)).toMatch(/^<p>Of \uE0000\uE001 and \uE0001\uE001\nmore<\/p>/);
    expect(html(text).match(/<tr>/g)).toHaveLength(3);
    expect(mistake("a ${1 +", "1} b", "```sql", "select 1")).toBe(
      "reports/r.md:3: fence never closes; add ``` after it"
    );
  });
  it("that do not close or parse are mistakes on their line", () => {
    const hint = "close it with }, or write \\${ for the characters themselves";
    expect(mistake("a", "", "b ${c and more")).toBe(
      `reports/r.md:3: expression cannot be read: no } after it; ${hint}`
    );
    expect(mistake("a ${", "b }")).toBe("none");
    expect(mistake("a", "${}")).toBe(`reports/r.md:2: expression cannot be read: unexpected token; ${hint}`);
    expect(mistake("a ${`b}", "c")).toBe(`reports/r.md:1: expression cannot be read: unterminated template; ${hint}`);
    expect(mistake("a ${b +}")).toBe(`reports/r.md:1: expression cannot be read: unexpected token; ${hint}`);
  });
});

describe("callouts", () => {
  it("are quotations that begin with their kind, which is taken out", () => {
    expect(html("> [!NOTE]\n> Mind *this*.")).toBe(
      '<k-callout data-kind="note">\n<p>Mind <em>this</em>.</p>\n</k-callout>'
    );
    expect(html("> [!warning]\n>\n> - one")).toContain('<k-callout data-kind="warning">\n<ul>');
  });

  it("are quotations without it, or where it stands elsewhere", () => {
    expect(html("> [!NOTE] on the same line")).toContain("<blockquote>");
    expect(html("> said\n> [!NOTE]")).toContain("<blockquote>");
  });

  it("of an unknown kind are mistakes", () => {
    expect(mistake("", "> [!WARNIN]", "> x")).toBe(
      'reports/r.md:2: unknown callout "[!WARNIN]"; did you mean "WARNING"?'
    );
  });
});
