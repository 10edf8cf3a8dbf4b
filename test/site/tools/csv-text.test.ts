import {expect, it} from "vitest";
import {csvText} from "../../../src/site/tools/csv-text.ts";

const column = (name: string) => ({name, type: "string", unit: null});

it("csvText quotes what needs it, keeps numbers, leaves null empty, and disarms formulas", () => {
  const table = {
    columns: [column("name"), column("a,b"), column("n")],
    rows: [
      ["雪待ち", 'say "hi"', -1.5],
      [null, "=1+1", 0],
      ["two\nlines", "@sum", null]
    ]
  };
  expect(csvText(table)).toBe(
    '\uFEFFname,"a,b",n\r\n雪待ち,"say ""hi""",-1.5\r\n,\'=1+1,0\r\n"two\nlines",\'@sum,\r\n'
  );
});

it("csvText disarms formulas in full width and after a line feed, and quotes semicolons", () => {
  const rows = ["＝1+1", "＋1", "－1", "＠sum", "\n=1", "\t=1", "a;b", "1－2"].map((text) => [text]);
  const lines = ["'＝1+1", "'＋1", "'－1", "'＠sum", '"\'\n=1"', "'\t=1", '"a;b"', "1－2"];
  expect(csvText({columns: [column("text")], rows})).toBe(`\uFEFFtext\r\n${lines.join("\r\n")}\r\n`);
});
