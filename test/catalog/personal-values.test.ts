import {expect, it} from "vitest";
import {isCard, personalKind} from "../../src/catalog/personal-values.ts";

it.each([
  [["x", "write to mia@example.com, please"], "e-mail addresses"],
  [["mia@例え.jp"], "e-mail addresses"],
  [["+81 90-1234-5678", "03-1234-5678", "(555) 010-4477", "none"], "phone numbers"],
  [["09012345678", "08098765432", "07011112222"], "phone numbers"],
  [["０９０-１２３４-５６７８", "03-1234-5678", "06-1234-5678"], "phone numbers"],
  [["4111 1111 1111 1111", "5555555555554444", 4012888888881881], "card numbers"],
  [["Mary Jones", "John Smith", "Kenji Mori", "Emma Lee", "X Corp"], "names of persons"],
  [["佐藤 花子", "鈴木一郎", "高橋さくら", "田中太郎", "渡辺健"], "names of persons"]
])("%j are %s", (values, kind) => {
  expect(personalKind(values)).toBe(kind);
});

it.each([
  ["regions", ["Kanto", "Kansai", "Kyushu", "Hokkaido", "Other Japan"]],
  ["prefectures, some called like families", ["山口県", "石川県", "宮崎県", "千葉県", "福島県", "福岡市"]],
  ["products", ["Wakoucha black tea 60 g", "Cold-brew tea bags", "Jordan Blend Mug", "Green Tea", "Rose Cup"]],
  ["days and moments", ["2025-01-01", "2025-02-01 10:30:00", "2025-03-01"]],
  ["order numbers", ["100001", "100002", 100003, 1764144000123]],
  ["zero-padded numbers", ["0000001234", "0000001235", "0000001236"]],
  ["amounts", [1000, 25.5, 1e15]],
  ["nothing", [null, undefined, ""]],
  ["too few to tell", ["Mary Jones", "03-1234-5678"]]
])("%s are of nobody", (_, values) => {
  expect(personalKind(values)).toBeNull();
});

// 4111…1111: from the right, every second doubled: 1+2+1+2+… eight times, but the 4 is doubled to 8: 8·1 + 7·2 + 8 = 30.
it("isCard: the check of Luhn, 13 to 19 digits", () => {
  expect(isCard("4111111111111111")).toBe(true);
  expect(isCard("4111111111111112")).toBe(false);
  expect(isCard("411111111111")).toBe(false);
  expect(isCard("9111111111111111")).toBe(false);
});
