import type {Format} from "../../charts/format.ts";
import type {CommentWords} from "./comment-words.ts";
import type {FindingValues} from "./words.ts";

const SIDES: Readonly<Record<string, readonly [string, string]>> = {
  score: ["praise", "complaint"],
  period: ["the latest period", "the one before"]
};

const HEADS = {language: "Language", score: "Score", mean: "Mean score"};

/** "; “delivery” comes up in 28.3% of those who complain, and 19.0% of those who praise". */
function themes(values: FindingValues, format: Format): string {
  const share = (name: string) => format.value(values[name], "ratio");
  if (values["compare"] === "period") {
    const [now, before] = [values["praised"], values["theme"]];
    const rise = now == null ? "" : `; ${String(now)} is spoken of by ${share("praised_for")}, after ${share("praised_against")}`; // prettier-ignore
    const fall = before == null ? "" : `; ${String(before)} ${now == null ? "is spoken of " : ""}by ${share("theme_for")}, after ${share("theme_against")}`; // prettier-ignore
    return rise + fall;
  }
  const complaint =
    values["theme"] == null
      ? ""
      : `; ${String(values["theme"])} comes up with ${share("theme_against")} of those who complain, and ${share("theme_for")} of those who praise`;
  const praise =
    values["praised"] == null
      ? ""
      : `; ${String(values["praised"])} ${complaint === "" ? "comes up " : ""}with ${share("praised_for")} of those who praise, and ${share("praised_against")} of those who complain`;
  return complaint + praise;
}

/** Words of comments, in English. */
export const commentWordsEn: CommentWords = {
  findings: {
    voice(values, format) {
      const compare = String(values["compare"] ?? "score");
      const count = (name: string) => format.value(values[name], "count");
      const of = `${count("customers")} customers who commented`;
      if (compare === "group")
        return values["group"] == null
          ? `Of ${of}, no group uses a term more than the others beyond the noise.`
          : `Of ${of}, “${values["group"]}” stands apart most, by ${values["group_term"]}; ${count("differing")} of ${count("tested")} terms differ from the other groups beyond the noise.`;
      const [first, second] = SIDES[compare] ?? SIDES["score"]!;
      const [most, least] = [values["most_en"] ?? values["most"], values["least_en"] ?? values["least"]];
      const said =
        most == null && least == null
          ? `no term sets ${first} apart from ${second} beyond the noise`
          : [
              ...(most == null ? [] : [`${first} stands out by ${most}`]),
              ...(least == null ? [] : [`${second} ${most == null ? "stands out " : ""}by ${least}`])
            ].join(", ");
      const ground = Number(values["differing"]) > 0 ? ` (${count("differing")} of ${count("tested")} terms beyond the noise)` : ""; // prettier-ignore
      return `Of ${of}, ${said}${ground}${themes(values, format)}.`;
    }
  },
  notes: {
    "voice-none": "Nobody has commented yet.",
    "voice-few": "Too few customers commented to show what they say.",
    "voice-nps":
      "Praise: comments with a score of 9 or 10; complaint: with 0 to 6. Those in between, or without a score, count for volume only.",
    "voice-csat":
      "Praise: comments with a satisfaction of 4 or 5; complaint: with 1 or 2. Those in between, or without one, count for volume only.",
    "voice-period":
      "The last closed period in which at least ten customers commented, against the one before it, each customer once in each. Who comments in both is in both, which makes the tests cautious.",
    "voice-group": "Each group’s comments against those of all others.",
    "voice-terms":
      "A customer counts once for a term. Inflections of an English word are one term; so are the endings of a Japanese one. A denied word (“not fresh”) is a term of its own, and so are two words that mostly come together. Only terms that enough customers use are named; of those used by fewer than ten there are counts only.",
    "voice-prior":
      "Log-odds with the terms of all customers’ comments as the prior (Monroe, Colaresi & Quinn 2008), each language for itself; tests are corrected for their number (Holm). What does not stand out beyond the noise is in the table, by size.",
    "voice-themes":
      "Themes in bold are the catalog’s, known by their words; the others are terms that come up in the same comments, found over all customers when the page was built. Pale bars do not differ beyond the noise.",
    "voice-hidden":
      "Terms and themes of too few customers are not shown, nor are numbers from which theirs could be worked out.",
    "voice-week": "By week most themes are spoken of too rarely for a trend."
  },
  terms: {
    "side praise": "Praise (share of those who praise)",
    "side complaint": "Complaint (share of those who complain)",
    "side said now": "Latest period (share)",
    "side said before": "The period before (share)",
    "praise: terms": "What drives praise →",
    "complaint: terms": "← What drives complaint",
    "said now: terms": "Said more now →",
    "said before: terms": "← Said more before",
    themes: "Who speaks of it",
    "themes by group": "Share of each group that speaks of it",
    "share by period": "Share by period",
    "mean {0}": "mean score {0}",
    "too few to compare": "too few to compare",
    "no term beyond the noise": "No term stands out beyond the noise.",
    "no group's terms beyond the noise": "No group uses a term more than the others beyond the noise.",
    "times the odds": "times the odds of the other side, log scale",
    "{0}×": "{0}×",
    "n > {0}": "n > {0}",
    "said more in {0} (log-odds)": "Said more in “{0}” (log-odds)"
  },
  columns: {
    term: "Term",
    theme: "Theme",
    log_odds: "Log-odds",
    comment: "Comment"
  },
  columnsOf: {
    "voice-score": {...HEADS, customers_for: "In praise", customers_against: "In complaint"},
    "voice-group": {...HEADS, customers_for: "In the group", customers_against: "In the others"},
    "voice-period": {...HEADS, customers_for: "Now", customers_against: "Before"}
  },
  examples: "Comments, word for word"
};
