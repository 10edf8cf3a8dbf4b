import type {Format, Unit} from "../../charts/format.ts";
import type {LoyaltyWords} from "./loyalty-words.ts";
import type {FindingValues} from "./words.ts";

const TOP: Readonly<Record<string, readonly [top: string, bottom: string]>> = {
  nps: ["推奨者（9–10）", "批判者（0–6）"],
  csat: ["満足と答えた顧客（4–5）", "それ以外の顧客（1–3）"],
  dwb: ["必ずまた購入すると答えた顧客（5）", "それ以外の顧客（1–4）"],
  trust: ["信頼できると答えた顧客（4–5）", "それ以外の顧客（1–3）"],
  effort: ["手間がかからないと答えた顧客（5–7）", "それ以外の顧客（1–4）"]
};

const CLAIMS: Readonly<Record<string, string>> = {
  acquisition: "「新規獲得の費用は維持の5〜25倍」",
  "retention-points": "「維持率が5ポイント上がると利益は25〜95%増える」",
  defections: "「離反が5%減ると利益は25%増える」",
  referral: "「紹介された顧客の価値は16%高い」",
  programme: "「会員のもたらす利益は12〜18%多い」",
  concentration: "「2割の顧客が売上の8割を占める」"
};

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** 7.5%上回, 2.0%下回: the stem of a verb. */
function beyond(value: FindingValues[string] | undefined, format: Format): string {
  const share = Number(value);
  return `${format.value(Math.abs(share), "ratio")}${share < 0 ? "下回" : "上回"}`;
}

/** +7.5%、95%信頼区間 −2.0%〜7.5%. */
function noise(values: FindingValues, format: Format): string {
  const share = Number(values["uplift"]);
  return `${share > 0 ? "+" : ""}${format.value(share, "ratio")}、${interval(values, format, "ratio")}`;
}

/** 95%信頼区間 −2.0%〜7.5%. */
function interval(values: FindingValues, format: Format, unit: Unit): string {
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  return `${level}%信頼区間 ${format.value(values["low"], unit)}〜${format.value(values["high"], unit)}`;
}

const findings: LoyaltyWords["findings"] = {
  "loyalty-matrix"(values, format) {
    const show = writer(values, format);
    const first = `${show("at", "date")}時点で意識がわかっている顧客${show("known", "count")}人のうち、真のロイヤル顧客は${show("truly", "ratio")}、愛着はないがよく買う顧客は${show("spuriously", "ratio")}でした。`;
    if (values["differs"] == null) return first;
    const worth =
      values["ltv_truly"] == null
        ? ""
        : `1人あたりの粗利は前者が${show("ltv_truly", "money")}、後者が${show("ltv_spuriously", "money")}です。`;
    if (values["differs"] === 0)
      return `${first}その後の再購入率（${show("retention_truly", "ratio")}と${show("retention_spuriously", "ratio")}）には、誤差の範囲を超える差がありません。${worth}`;
    return `${first}その後の再購入率は、前者が${show("retention_truly", "ratio")}、後者が${show("retention_spuriously", "ratio")}です。${worth}`;
  },
  "loyalty-value"(values, format) {
    const show = writer(values, format);
    const [top, bottom] = TOP[String(values["measure"])] ?? ["高い評価の顧客", "低い評価の顧客"];
    const first = `回答後12か月間の1人あたりの粗利は、${top}が${show("top", "money")}、${bottom}が${show("bottom", "money")}です。`;
    const adjusted =
      values["difference"] == null
        ? ""
        : values["differs"] === 1
          ? `それ以前の購入額と利用期間をそろえると、差は${show("difference", "money")}です（${interval(values, format, "money")}）。`
          : `それ以前の購入額と利用期間をそろえると、差は誤差の範囲内です（${interval(values, format, "money")}）。`;
    const gap = format.value(Math.abs(100 * Number(values["retention_difference"])), "nps");
    const stay =
      values["retention_difference"] == null
        ? ""
        : values["retention_differs"] === 1
          ? `再購入率は${gap}ポイント${Number(values["retention_difference"]) < 0 ? "低く" : "高く"}なっています。`
          : "再購入率の差は誤差の範囲内です。";
    const gone =
      values["gone_rate"] == null
        ? ""
        : `満足と答えながら、その後の12か月に一度も注文しなかった顧客は${show("gone_rate", "ratio")}です。`;
    return `${first}${adjusted}${stay}${gone}`;
  },
  programme(values, format) {
    const show = writer(values, format);
    const first =
      values["raw_differs"] === 0
        ? `会員と非会員の年間粗利の差は、誤差の範囲内です（差は${format.value(values["raw"], "ratio")}）。`
        : `会員の年間粗利は、非会員を${beyond(values["raw"], format)}っています。`;
    if (values["uplift"] == null) return `${first}条件をそろえた比較はできません。`;
    const adjusted =
      values["differs"] === 1
        ? `入会前の購入額と利用期間が同じ非会員との比較では、${beyond(values["uplift"], format)}ります（${interval(values, format, "ratio")}）。`
        : `入会前の購入額と利用期間が同じ非会員との比較では、差は誤差の範囲内です（${noise(values, format)}）。`;
    const before =
      values["before"] == null ? "" : `なお、入会前にもすでに${beyond(values["before"], format)}っていました。`;
    const cost =
      values["break_even"] == null
        ? ""
        : `ポイントの費用は会員1人あたり年${show("cost", "money")}で、粗利が${show("break_even", "ratio")}増えれば回収できます。`;
    return `${first}${adjusted}${before}${cost}`;
  },
  referral(values, format) {
    const show = writer(values, format);
    const within = `初回購入から${format.value(values["age"], "months")}間の粗利`;
    const first =
      values["differs"] === 1
        ? `紹介された顧客の${within}は、ほかの顧客を${beyond(values["uplift"], format)}ります（${interval(values, format, "ratio")}）。`
        : `紹介された顧客の${within}に、ほかの顧客との誤差の範囲を超える差はありません（${noise(values, format)}）。`;
    const share = values["referred"] == null ? "" : `購入者の${show("referred", "ratio")}が紹介による顧客です。`;
    const per100 = (name: string) => format.value(100 * Number(values[name]), "nps");
    const who =
      values["who_differs"] == null
        ? ""
        : values["who_differs"] === 1
          ? `100人あたりの紹介人数は、推奨者が${per100("promoters")}人、批判者が${per100("detractors")}人です。`
          : "推奨者と批判者の紹介人数の差は誤差の範囲内です。";
    return `${first}${share}${who}`;
  },
  claims(values) {
    const named = (name: string) =>
      String(values[name] ?? "")
        .split(" ")
        .filter((claim) => claim !== "")
        .map((claim) => CLAIMS[claim] ?? claim);
    const parts = [
      ["当店のデータと矛盾しないのは", named("consistent")],
      ["矛盾するのは", named("not")],
      ["判断できないのは", named("open")]
    ] as const;
    const said = parts.flatMap(([verdict, list]) => (list.length === 0 ? [] : [`${verdict}${list.join("")}`]));
    return `${values["claims"]}つの通説のうち、${said.join("、")}です。`;
  }
};

/** Words of loyalty, the programme, referrals and claims, in Japanese. */
export const loyaltyWordsJa: LoyaltyWords = {
  findings,
  notes: {
    "loyalty-few": "顧客が10人未満の場合は、人数のみを示します。",
    "loyalty-cause": "顧客どうしの差を示すもので、原因を証明するものではありません。",
    "matrix-no-answers": "この日までに回答がないため、全員の意識が不明です。",
    "matrix-attitude-nps": "「愛着あり」は、基準日までの最新の推奨度がしきい値以上の顧客です。",
    "matrix-attitude-dwb": "「愛着あり」は、基準日までの最新の再購入意向がしきい値以上の顧客です。",
    "matrix-attitude-csat": "ここでの「愛着あり」は満足度（CSAT）によるもので、ロイヤルティそのものではありません。",
    "matrix-attitude-trust": "ここでの「愛着あり」は、基準日までの最新の信頼度によります。",
    "matrix-orders":
      "行動面の基準は、直前12か月の購入回数が購入者の中央値以上、かつ2回以上です（セルで変更できます）。",
    "matrix-rfm": "行動面の基準は、基準日のRFMセグメントが「最優良顧客」または「ロイヤル顧客」であることです。",
    "matrix-after": "粗利と再購入は基準日の後の12か月のもので、分類に使った購入は含みません。",
    "matrix-fixed": "しきい値は全顧客から定めたもので、絞り込んでも変わりません。",
    "loyalty-value-none": "回答から12か月が過ぎたものが、まだありません。",
    "loyalty-value-when": "顧客ごとに、12か月以上前の最新の回答と、その後の12か月を数えています。",
    "loyalty-value-adjusted":
      "調整後の値は、直前1年の購入額（10等分）と利用期間が同じ層の中で、最小二乗法により比べたものです。区間はばらつきの違いを考慮しています。",
    "programme-no-members": "プログラムの会員はまだいません。",
    "programme-adjusted":
      "条件をそろえた比較では、入会日から後の粗利を、それまでの購入額（10等分）と利用期間が同じ非会員と、同じ時点から比べています。後に入会する顧客は、入会まで非会員として数えます。",
    "programme-bootstrap": "条件をそろえた比較の区間は、顧客の再抽出300回によるものです。ほかは線形化によります。",
    "programme-linearised":
      "絞り込み中とグループ別の区間は、層ごとの線形化（デルタ法）によるものです。全顧客では再抽出によります。",
    "programme-before":
      "会員は入会前の90日にもすでに差がありました。調整後の差の一部は、プログラムによるものではない可能性があります。",
    "programme-no-value": "カタログに pointValue がないため、ポイントの費用はわかりません。",
    "programme-no-points": "注文にポイントの列がないため、費用も損益分岐点もわかりません。",
    "programme-cost":
      "費用はこれまでに使われたポイントの額です。粗利はポイント控除前の額です。損益分岐点は、その費用を回収できる差を示します。",
    "programme-breakage":
      "有効期限のデータはありません。1年間注文のない会員の残高を、使われない可能性の高いポイントとしています。",
    "programme-claim": "灰色の帯は公表された主張とその出典で、見込みではありません。",
    "referral-age": "同じ経過期間で比べています。初回購入からその期間が過ぎた顧客だけを対象にしています。",
    "referral-interval": "比の区間は、対数に対するデルタ法によるものです。",
    "referral-claim": "灰色の線は公表された主張とその出典で、見込みではありません。",
    "referral-who": "紹介した顧客の区分は最新の回答によるもので、回答が紹介より後の場合もあります。",
    "claims-verdict":
      "「矛盾しない」は区間が公表値と重なる場合、「矛盾する」は重ならない場合です。値がない場合や、効果なしも区間に含まれる場合は「判断できない」とします。",
    "claims-how":
      "獲得と維持の費用比は直近12か月（締め後）の、獲得した顧客1人と維持した顧客1人あたりの費用です。維持率に関する値は購買モデルによる5年間の粗利で、区間はパラメータの不確かさだけを含みます。「離反5%減」は、1年で離れる顧客が20分の1減る場合です。紹介とプログラムはそれぞれの図と同じ値、集中度はこれまでの粗利によります。",
    "claims-needs": "「必要」とある項目は、カタログにその列がありません。"
  },
  terms: {
    "truly loyal": "真のロイヤル",
    "latently loyal": "潜在的ロイヤル",
    "spuriously loyal": "見せかけのロイヤル",
    "not loyal": "非ロイヤル",
    "attitude unknown": "意識不明",
    "attached: {0} {1} and more": "愛着あり（{0} {1}以上）",
    "not attached: {0} below {1}": "愛着なし（{0} {1}未満）",
    "{0} orders and more": "年{0}回以上購入",
    "fewer than {0} orders": "年{0}回未満",
    "champions and loyal": "RFM：最優良・ロイヤル顧客",
    "other segments": "RFM：その他",
    "{0} of customers ({1})": "顧客の{0}（{1}人）",
    "{0} of the margin after": "その後の粗利の{0}",
    "{0} per customer": "1人あたり{0}",
    "ordered again: {0}": "再購入 {0}",
    "of the {0} whose attitude is known": "意識がわかっている顧客{0}人に占める割合",
    "attitude unknown: {0} ({1}), {2} per customer, {3} ordered again":
      "意識不明：{0}人（全体の{1}）、1人あたり{2}、再購入 {3}",
    "how {0} customers moved between tiers": "顧客{0}人の会員ランクの移り変わり",
    "12 months ago": "12か月前",
    today: "現在",
    "in no tier": "ランクなし",
    "how {0} customers moved": "両時点で意識がわかっている{0}人の移り変わり",
    answer: "回答と、その人数",
    "margin in 12 months": "その後12か月の1人あたり粗利",
    "ordered again in 12 months": "その後12か月に再購入した割合",
    "as it is": "そのままの値",
    "adjusted for spend and tenure": "購入額と利用期間をそろえた値",
    raw: "会員全体と非会員全体",
    adjusted: "条件をそろえた比較",
    "before joining": "同じ比較（入会前）",
    "members {0}, others {1}": "{0}人と{1}人",
    "break-even: {0}": "ポイント費用の損益分岐点 {0}",
    "no difference": "差なし",
    "enrolled {0} ({1}), active {2}": "会員 {0}人（購入者の{1}）、うち直近12か月に購入 {2}",
    "points redeemed {0}, outstanding {1}": "ポイント利用率 {0}、未使用残高 {1}ポイント",
    "breakage {0} ({1})": "うち1年間注文のない会員の残高 {0}ポイント（付与の{1}）",
    "liability {0}": "未使用残高の金額換算 {0}",
    "tiers changed: {0} of {1}": "12か月前と異なるランク：{1}人のうち{0}",
    "points cost {0}, a member and year {1}": "これまでのポイント費用 {0}（会員1人あたり年{1}）",
    "apart: {0} by points per order above {1}": "要確認：1注文あたり{1}ポイントを超えて使う会員 {0}件",
    "apart: {0} by more than {1} returns": "要確認：ポイントが付いた注文の返品が{1}回を超える会員 {0}件",
    "apart: {0} by both": "要確認：両方に当てはまる会員 {0}件",
    "question dwb": "再購入意向",
    "question csat": "満足度",
    "question trust": "信頼度",
    "members against the others": "会員の粗利（非会員との差）",
    "ltv ratio": "期間中の粗利",
    "retention ratio": "再購入した割合",
    "referred against the others": "紹介された顧客（ほかの顧客との差）",
    "referrals per 100 customers": "100人あたりの紹介人数（最新の回答別）",
    "not asked": "回答なし",
    "points per order": "1注文あたりのポイント利用",
    "returns after earning": "ポイント付与後の返品",
    both: "両方",
    referred: "紹介",
    others: "その他",
    "claim acquisition": "新規獲得の費用は維持の5〜25倍",
    "claim retention-points": "維持率が5ポイント上がると利益は25〜95%増える",
    "claim defections": "離反が5%減ると利益は25%増える",
    "claim referral": "紹介された顧客の価値は16%高い",
    "claim programme": "会員のもたらす利益は12〜18%多い",
    "claim concentration": "2割の顧客が売上の8割を占める",
    consistent: "矛盾しない",
    "not consistent": "矛盾する",
    "cannot tell": "判断できない",
    "needs {0}": "判断できない：{0} が必要",
    published: "公表値",
    ours: "当店の値と区間"
  },
  columns: {
    full_price: "定価購入の割合",
    ltv_low: "価値の下限",
    ltv_high: "価値の上限",
    retention_low: "継続率の下限",
    retention_high: "継続率の上限",
    adjusted: "粗利（調整後）",
    adjusted_retention: "再購入率（調整後）",
    adjusted_retention_low: "同・下限",
    adjusted_retention_high: "同・上限",
    value_low: "粗利の下限",
    value_high: "粗利の上限",
    comparison: "比較",
    members: "会員数",
    others: "非会員数",
    value_members: "会員（年間）",
    value_others: "非会員（年間）",
    difference_low: "差の下限",
    difference_high: "差の上限",
    uplift: "差の割合",
    source: "経路",
    claim: "通説",
    published_low: "公表値（下限）",
    published_high: "公表値（上限）",
    verdict: "判定",
    needs: "必要な列",
    n: "顧客数"
  },
  columnsOf: {
    "loyalty-matrix": {value: "その後の粗利", ltv: "1人あたり粗利", retention: "再購入率"},
    "loyalty-value": {retained: "再購入した人数", retention: "再購入率", value: "1人あたり粗利"},
    referral: {ltv: "期間中の粗利", retention: "再購入率", observed: "対象人数"},
    claims: {value: "当店の値", source: "出典"}
  }
};
