import {expect, it} from "vitest";
import {termClusters} from "../../src/metrics/comment-clusters.ts";
import {termsOf} from "../../src/metrics/comment-phrases.ts";
import {themeFinder} from "../../src/metrics/comment-themes.ts";
import {DENIED} from "../../src/metrics/comment-token.ts";
import {languageOf, normalised, tokensOf} from "../../src/metrics/comment-tokens.ts";

const surfaces = (text: string) => tokensOf(text).tokens.map(({surface}) => surface);
const keys = (text: string) => tokensOf(text).tokens.map(({key}) => key);

it("English words without stop words, their inflections one word", () => {
  expect(surfaces("The parcel ARRIVED; parcels arrive late.")).toEqual(["parcel", "arrived", "parcels", "arrive", "late"]); // prettier-ignore
  const [parcel, arrived, parcels, arrive] = keys("The parcel ARRIVED; parcels arrive late.");
  expect([parcel, arrived]).toEqual([parcels, arrive]);
});

it("a denied English word is another word, within reach and before a pause or a turn", () => {
  expect(surfaces("Not as fresh as before")).toEqual(["not fresh"]);
  expect(surfaces("no bitterness at all")).toEqual(["no bitterness"]);
  expect(surfaces("won’t order again")).toEqual(["not order"]);
  expect(surfaces("not cheap, but worth it")).toEqual(["not cheap", "worth"]);
  expect(surfaces("not only fast but kind")).toEqual(["fast", "kind"]);
  expect(keys("not fresh")).toEqual([`fresh${DENIED}`]);
});

it("Japanese words with their endings, particles apart; a denied one is another word", () => {
  expect(surfaces("配送がとても遅く、困りました。")).toEqual(["配送", "遅く", "困りました"]);
  expect(surfaces("蓋が合いません。")).toEqual(["蓋", "合いません"]);
  expect(surfaces("不満はありません")).toEqual(["不満はありません"]);
  expect(surfaces("日時指定が守られず、残念")).toContain("守られず");
  // Not a denial: "may order", and the noun "disappointment".
  expect(keys("注文するかもしれません")).toEqual(["注文"]);
  expect(keys("期待はずれでした").some((key) => key.endsWith(DENIED))).toBe(false);
});

it("Japanese: loanwords and kanji compounds that the dictionary cuts are one word; widths are made equal", () => {
  expect(keys("リピートします")).toEqual(["リピート"]);
  expect(keys("ｷｬﾝﾄﾞﾙ")).toEqual(keys("キャンドル"));
  expect(keys("お得でした")).toEqual(["お得"]);
  expect(normalised("ＧＯＯＤ Tea")).toBe("good tea");
  expect([languageOf("good"), languageOf("良い tea")]).toEqual(["en", "ja"]);
});

it("words of nothing but signs and numbers say nothing", () => {
  expect(surfaces("!!! 10/10 …")).toEqual([]);
  expect(surfaces("三煎目")).toEqual([]);
});

it("two words that mostly come together are one term; the commoner one stays a word of its own", () => {
  const comments = ["gift box", "gift box", "a gift box", "gift. late", "gift, late"].map((text, customer) => ({customer, text, ...tokensOf(text)})); // prettier-ignore
  const uses = termsOf(comments, 3).map((one) => [...one.values()]);
  // "box" is only ever in "gift box"; "gift" three times of five, below seven in ten.
  expect(uses.slice(0, 3)).toEqual([
    ["gift", "gift box"],
    ["gift", "gift box"],
    ["gift", "gift box"]
  ]);
  expect(uses[3]).toEqual(["gift", "late"]);
  expect(termsOf(comments, 4).map((one) => [...one.values()])[0]).toEqual(["gift", "box"]);
});

it("a theme's words are found in any inflection, Japanese ones anywhere", () => {
  const find = themeFinder([{name: "delivery", words: ["arrive", "in transit", "届"]}, {name: "price", words: ["cheap"]}]); // prettier-ignore
  expect(find("It ARRIVED, not cheap")).toEqual([true, true]);
  expect(find("ten days in transit")).toEqual([true, false]);
  expect(find("in the transit hall, cheaper")).toEqual([false, false]);
  expect(find("お届けが遅い")).toEqual([true, false]);
});

// Terms 0–2 share comments 1 and 2 (cosine 1), 3 stands alone; 0 and 4 as well, but one is part of the other.
it("terms that come up in the same comments are a cluster, from three on", () => {
  expect(termClusters([[1, 2], [1, 2], [1, 2], [7]])).toEqual([[0, 1, 2]]);
  expect(termClusters([[1, 2], [1, 2], [7]])).toEqual([]);
  expect(
    termClusters(
      [
        [1, 2],
        [1, 2],
        [1, 2]
      ],
      () => true
    )
  ).toEqual([]);
  expect(termClusters([])).toEqual([]);
});
