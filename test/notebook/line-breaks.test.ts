import {toString} from "hast-util-to-string";
import {expect, it} from "vitest";
import {readMarkdown} from "../../src/notebook/markdown.ts";

const text = (body: string): string => toString(readMarkdown(body, "reports/index.md").tree).trim();

it("a line that ends or begins with Japanese joins the next one without a space; other lines keep it", () => {
  expect(text("二度以上の\nお客様です。\n「雪待ち」は店です。")).toBe("二度以上のお客様です。「雪待ち」は店です。");
  expect(text("価格は\n100円です")).toBe("価格は100円です");
  expect(text("one line\nand another")).toBe("one line\nand another");
});

it("so do lines beside bold text and links", () => {
  expect(text("これは**大切な**\nことです")).toBe("これは大切なことです");
});
