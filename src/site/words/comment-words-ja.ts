import type {Format} from "../../charts/format.ts";
import type {CommentWords} from "./comment-words.ts";
import type {FindingValues} from "./words.ts";

const SIDES: Readonly<Record<string, readonly [string, string]>> = {
  score: ["称賛", "不満"],
  period: ["直近の期間", "その前の期間"]
};

const HEADS = {language: "言語", score: "点数", mean: "平均点"};

/** “a”, “b” → 「a」「b」. */
function quoted(text: unknown): string {
  return String(text)
    .replace(/“([^”]*)”/g, "「$1」")
    .replaceAll(", ", "");
}

/** 「配送」に触れたのは… */
function themes(values: FindingValues, format: Format): string {
  const share = (name: string) => format.value(values[name], "ratio");
  const name = (key: string) => `「${String(values[`${key}_ja`] ?? values[key])}」`;
  if (values["compare"] === "period") {
    const rise = values["praised"] == null ? "" : `${name("praised")}に触れた人は${share("praised_against")}から${share("praised_for")}になりました。`; // prettier-ignore
    const fall = values["theme"] == null ? "" : `${name("theme")}に触れた人は${share("theme_against")}から${share("theme_for")}になりました。`; // prettier-ignore
    return rise + fall;
  }
  const complaint =
    values["theme"] == null
      ? ""
      : `${name("theme")}に触れたのは、不満を述べた人の${share("theme_against")}、称賛した人の${share("theme_for")}です。`;
  const praise =
    values["praised"] == null
      ? ""
      : `${name("praised")}に触れたのは、称賛した人の${share("praised_for")}、不満を述べた人の${share("praised_against")}です。`;
  return complaint + praise;
}

/** Words of comments, in Japanese. */
export const commentWordsJa: CommentWords = {
  findings: {
    voice(values, format) {
      const compare = String(values["compare"] ?? "score");
      const count = (name: string) => format.value(values[name], "count");
      const of = `コメントした顧客${count("customers")}人では、`;
      if (compare === "group")
        return values["group"] == null
          ? `${of}ほかのグループより誤差を超えて多く使われる語のあるグループはありません。`
          : `${of}ほかとの違いが最も大きいのは「${values["group"]}」の${quoted(values["group_term"])}です。${count("tested")}語のうち${count("differing")}語で差が誤差を超えています。`;
      const [first, second] = SIDES[compare] ?? SIDES["score"]!;
      const [most, least] = [values["most_ja"] ?? values["most"], values["least_ja"] ?? values["least"]];
      const ground = Number(values["differing"]) > 0 ? `（${count("tested")}語のうち${count("differing")}語で差が誤差を超過）` : ""; // prettier-ignore
      const said =
        most == null && least == null
          ? `${first}と${second}の間で、使われ方の差が誤差を超える語はありません。`
          : `${[
              ...(most == null ? [] : [`${first}に目立つのは${quoted(most)}`]),
              ...(least == null ? [] : [`${second}に目立つのは${quoted(least)}`])
            ].join("、")}です${ground}。`;
      return `${of}${said}${themes(values, format)}`;
    }
  },
  notes: {
    "voice-none": "コメントはまだありません。",
    "voice-few": "コメントした顧客が少なすぎるため、内容は表示しません。",
    "voice-nps":
      "称賛は推奨度9〜10、不満は0〜6の回答に添えられたコメントです。その間の回答と点数のない回答は、件数にのみ数えます。",
    "voice-csat":
      "称賛は満足度4〜5、不満は1〜2の回答に添えられたコメントです。その間の回答と点数のない回答は、件数にのみ数えます。",
    "voice-period":
      "10人以上がコメントした直近の完了期間を、そのひとつ前の期間と比べています。顧客は各期間で1回だけ数えます。両方の期間にコメントした顧客は両方に入るため、検定は控えめです。",
    "voice-group": "各グループのコメントを、ほかのすべてのグループと比べています。",
    "voice-terms":
      "顧客1人は1語につき1回だけ数えます。英語の語形変化と日本語の語尾は同じ語にまとめ、打ち消された語（「合いません」など）と、ほぼいつも続けて使われる2語は別の語として扱います。一定数以上の顧客が使った語だけを示し、10人未満の語は件数のみです。",
    "voice-prior":
      "全顧客のコメントの語を事前分布とした対数オッズです（Monroe, Colaresi & Quinn 2008）。言語ごとに計算し、検定の数に応じて補正しています（Holm法）。差が誤差を超えない語は、表に人数の順で示します。",
    "voice-themes":
      "太字のテーマはカタログに定めた語によるもの、それ以外は同じコメントに現れる語のまとまりで、ページの作成時に全顧客から求めたものです。淡い棒は、差が誤差を超えていません。",
    "voice-hidden": "人数が少なすぎる語とテーマ、およびその人数を逆算できる数値は表示していません。",
    "voice-week": "週単位では、ほとんどのテーマで推移を示せるだけのコメントがありません。"
  },
  terms: {
    "side praise": "称賛（称賛した人に占める割合）",
    "side complaint": "不満（不満を述べた人に占める割合）",
    "side said now": "直近の期間（割合）",
    "side said before": "その前の期間（割合）",
    "praise: terms": "称賛につながる語 →",
    "complaint: terms": "← 不満につながる語",
    "said now: terms": "最近増えた語 →",
    "said before: terms": "← 以前多かった語",
    themes: "どのテーマに触れているか",
    "themes by group": "各テーマに触れた人の割合（グループ別）",
    "share by period": "割合の推移",
    "mean {0}": "平均{0}点",
    "too few to compare": "人数が少なく比較できません",
    "no term beyond the noise": "差が誤差を超える語はありません。",
    "no group's terms beyond the noise": "ほかのグループより誤差を超えて多く使われる語はありません。",
    "times the odds": "もう一方に対するオッズ比（対数目盛）",
    "{0}×": "{0}倍",
    "n > {0}": "n > {0}",
    "said more in {0} (log-odds)": "「{0}」に多い語（対数オッズ）"
  },
  columns: {
    term: "語",
    theme: "テーマ",
    log_odds: "対数オッズ",
    comment: "コメント"
  },
  columnsOf: {
    "voice-score": {...HEADS, customers_for: "称賛", customers_against: "不満"},
    "voice-group": {...HEADS, customers_for: "このグループ", customers_against: "ほかのグループ"},
    "voice-period": {...HEADS, customers_for: "直近", customers_against: "以前"}
  },
  examples: "コメント（原文）"
};
