import {isJapanese} from "./words.ts";

/** A further table of a metric's figure: what it is, and what its columns and the keys in them are called. */
export interface FurtherTable {
  readonly title: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Whether only those columns are shown. */
  readonly isPart?: boolean;
  /** Columns of numbers per customer that are shown per 100, as they are drawn. */
  readonly perHundred?: readonly string[];
  /** By key, of the columns whose texts are names of ours. */
  readonly keys: Readonly<Record<string, string>>;
}

type Further = Readonly<Record<string, Readonly<Record<string, FurtherTable>>>>;

const en: Further = {
  repeat: {
    ladder: {
      title: "From each order to the next",
      columns: {
        step: "Order",
        next: "Went on",
        observed: "Observed long enough",
        climbed: "Went on in time",
        rate: "Share"
      },
      keys: {}
    }
  },
  forecast: {
    accuracy: {
      title: "Purchases in the held-out periods, by prediction",
      columns: {
        method: "Prediction",
        total: "Predicted",
        bias: "Too many",
        mae: "Mean error a customer",
        rmse: "Root mean squared error"
      },
      keys: {
        model: "The model",
        "same-as-before": "As many as in the stretch before",
        "own-rate": "Everyone’s own rate so far",
        none: "None at all"
      }
    },
    by_frequency: {
      title: "Held-out purchases per customer, by repeats before",
      columns: {repeats: "Repeats before", actual: "Actual, per customer", expected: "Expected, per customer"},
      keys: {}
    }
  },
  rfm: {
    breakpoints: {
      title: "Where the fifths end",
      columns: {measure: "Measure", p20: "First", p40: "Second", p60: "Third", p80: "Fourth"},
      keys: {recency: "Days since last order", frequency: "Orders", value: "Value"}
    }
  },
  referral: {
    ratios: {
      title: "Referred customers against the others",
      columns: {measure: "What", referred: "Referred", others: "Others", uplift: "Difference"},
      keys: {ltv: "Margin in that time", retention: "Share who order again"}
    },
    referrers: {
      title: "Who refers",
      columns: {
        voice: "Last answer",
        referrers: "Who referred",
        referrals: "Referred by them",
        rate: "Per 100 customers",
        rate_low: "Low",
        rate_high: "High"
      },
      perHundred: ["rate", "rate_low", "rate_high"],
      keys: {
        promoters: "Promoters (9–10)",
        passives: "Passives (7–8)",
        detractors: "Detractors (0–6)",
        "not asked": "No answer"
      }
    }
  },
  nps: {
    distribution: {
      title: "Answers by score",
      columns: {answer: "Score", answers: "Answers", share: "Share of answers"},
      keys: {}
    }
  },
  drivers: {
    mix: {
      title: "The change between two periods, and what of it is the mix",
      columns: {dimension: "Dimension", from: "From", to: "To", before: "Before", after: "After", change: "Change", mix: "Mix", rate: "Within"}, // prettier-ignore
      keys: {}
    }
  },
  voice: {
    themes: {
      title: "Themes",
      columns: {
        theme: "Theme",
        customers: "Customers",
        share: "Share",
        mean: "Mean score",
        share_for: "In praise",
        share_against: "In complaint"
      },
      isPart: true,
      keys: {}
    }
  },
  programme: {
    rates: {
      title: "Members and points",
      columns: {
        members: "Members",
        enrolment: "Enrolled, of buyers",
        active: "Active members",
        redemption: "Points used, of earned",
        earned: "Points earned",
        used: "Points used",
        outstanding: "Points outstanding",
        breakage: "Of members silent for a year",
        breakage_rate: "Of earned",
        liability: "Outstanding, worth",
        cost: "Cost so far"
      },
      keys: {}
    },
    abuse: {
      title: "Accounts that stand out",
      columns: {pattern: "Pattern", accounts: "Accounts", of: "Of", above: "Above"},
      keys: {
        "points per order": "Points used per order",
        "returns after earning": "Returns after earning",
        both: "Both"
      }
    }
  }
};

const ja: Further = {
  repeat: {
    ladder: {
      title: "購入回数ごとの、次の購入への移行",
      columns: {
        step: "購入回数",
        next: "次に進んだ顧客数",
        observed: "期間を観察できた顧客数",
        climbed: "期間内に進んだ顧客数",
        rate: "割合"
      },
      keys: {}
    }
  },
  forecast: {
    accuracy: {
      title: "検証期間の購入件数（予測方法別）",
      columns: {
        method: "予測方法",
        total: "予測件数",
        actual: "実績件数",
        bias: "予測の過不足",
        mae: "1人あたり平均誤差",
        rmse: "二乗平均平方根誤差"
      },
      keys: {
        model: "モデル",
        "same-as-before": "直前の同じ長さの期間と同数",
        "own-rate": "各顧客のこれまでのペース",
        none: "購入なし"
      }
    },
    by_frequency: {
      title: "検証期間の1人あたり購入件数（過去のリピート回数別）",
      columns: {repeats: "それまでのリピート回数", actual: "実績（1人あたり）", expected: "予測（1人あたり）"},
      keys: {}
    }
  },
  rfm: {
    breakpoints: {
      title: "5分位の境界値",
      columns: {measure: "指標", p20: "1つ目", p40: "2つ目", p60: "3つ目", p80: "4つ目"},
      keys: {recency: "最終購入からの日数", frequency: "購入回数", value: "金額"}
    }
  },
  referral: {
    ratios: {
      title: "紹介された顧客とほかの顧客の比較",
      columns: {measure: "項目", referred: "紹介された顧客", others: "ほかの顧客", uplift: "差の割合"},
      keys: {ltv: "期間中の粗利", retention: "再購入した割合"}
    },
    referrers: {
      title: "紹介した顧客",
      columns: {
        voice: "最新の回答",
        referrers: "紹介した人数",
        referrals: "紹介された人数",
        rate: "100人あたり",
        rate_low: "下限",
        rate_high: "上限"
      },
      perHundred: ["rate", "rate_low", "rate_high"],
      keys: {
        promoters: "推奨者（9–10）",
        passives: "中立者（7–8）",
        detractors: "批判者（0–6）",
        "not asked": "回答なし"
      }
    }
  },
  nps: {
    distribution: {
      title: "点数別の回答",
      columns: {answer: "点数", answers: "回答数", share: "回答の構成比"},
      keys: {}
    }
  },
  drivers: {
    mix: {
      title: "2期間のスコアの変化とその内訳",
      columns: {dimension: "軸", from: "前の期間", to: "後の期間", before: "スコア（前）", after: "スコア（後）", change: "変化", mix: "構成変化", rate: "構成以外"}, // prettier-ignore
      keys: {}
    }
  },
  voice: {
    themes: {
      title: "話題",
      columns: {
        theme: "話題",
        customers: "顧客数",
        share: "割合",
        mean: "平均点",
        share_for: "称賛",
        share_against: "不満"
      },
      isPart: true,
      keys: {}
    }
  },
  programme: {
    rates: {
      title: "会員とポイント",
      columns: {
        members: "会員数",
        enrolment: "入会率（購入者比）",
        active: "活動中の会員",
        redemption: "利用率",
        earned: "付与ポイント",
        used: "利用ポイント",
        outstanding: "未使用残高",
        breakage: "1年間注文のない会員の残高",
        breakage_rate: "付与に占める割合",
        liability: "残高の金額換算",
        cost: "これまでの費用"
      },
      keys: {}
    },
    abuse: {
      title: "要確認の会員",
      columns: {pattern: "種類", accounts: "会員数", of: "対象", above: "しきい値"},
      keys: {
        "points per order": "1注文あたりのポイント利用",
        "returns after earning": "ポイント付与後の返品",
        both: "両方"
      }
    }
  }
};

/** What a published figure is called that a picture draws beside ours. */
export function claimWords(lang: string): {
  readonly title: string;
  readonly source: string;
  readonly low: string;
  readonly high: string;
} {
  return isJapanese(lang)
    ? {title: "公表値", source: "出典", low: "下限", high: "上限"}
    : {title: "Published", source: "Source", low: "From", high: "To"};
}

/** The further tables that a metric's picture is drawn from, by their names. */
export function furtherWords(lang: string, metric: string): Readonly<Record<string, FurtherTable>> {
  return (isJapanese(lang) ? ja : en)[metric] ?? {};
}
