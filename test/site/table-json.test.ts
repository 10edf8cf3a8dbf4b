import {table} from "arquero";
import {expect, it} from "vitest";
import {tableJson} from "../../src/site/table-json.ts";

it("tableJson writes bytes as base64, however many there are", () => {
  const bytes = Uint8Array.from({length: 300_000}, (_, i) => i % 251);
  const {rows} = tableJson({
    table: table({picture: [bytes, null]}),
    columns: [{name: "picture", type: "blob", unit: "text"}]
  } as never);
  expect(Uint8Array.from(atob(rows[0]![0] as string), (letter) => letter.charCodeAt(0))).toEqual(bytes);
  expect(rows[1]).toEqual([null]);
});
