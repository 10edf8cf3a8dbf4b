/** Notes that say how a figure is computed: they stand in its fold-out. All others say how far it can be trusted, and stay in sight. */
export const METHODS: ReadonlySet<string> = new Set([
  ...["incomplete", "incomplete-not-drawn", "small-rest"],
  ...[
    "crr-window",
    "crr-period",
    "crr-contract",
    "crr-reactivated",
    "crr-young",
    "crr-goal-period",
    "revenue-retention"
  ],
  ...["churn-contract", "churn-lapse", "churn-returned", "repeat-censoring"],
  ...["ltv-cohort", "ltv-formula", "ltv-discounted", "ltv-contract", "ltv-contract-no-fit", "ltv-fits-by-group"],
  ...[
    "ltv-group-unfitted",
    "spend-average",
    "spend-excluded",
    "refunds-kept",
    "alive-not-identifiable",
    "fewer-resamples"
  ],
  ...["rfm-quintiles", "rfm-ntile", "cut-offs-from-all", "lifecycle-rhythm", "concentration-persistence"],
  ...["forecast-interval", "forecast-open-period", "payback-observed", "payback-allotted", "payback-no-kind"],
  ...[
    "what-if-folklore",
    "answers-latest",
    "answers-touchpoints",
    "answers-all",
    "answers-open",
    "answers-few",
    "nps-comparable",
    "nps-weighted"
  ],
  ...["voice-nps", "voice-csat", "voice-period", "voice-group", "voice-terms", "voice-prior", "voice-themes"],
  ...["matrix-attitude-nps", "matrix-attitude-dwb", "matrix-orders", "matrix-rfm", "matrix-after", "matrix-fixed"],
  ...["loyalty-few", "loyalty-value-when", "loyalty-value-adjusted", "programme-adjusted", "programme-bootstrap"],
  ...[
    "programme-linearised",
    "programme-cost",
    "programme-claim",
    "referral-age",
    "referral-interval",
    "referral-claim"
  ],
  ...["referral-who", "claims-verdict", "claims-how", "gap-latest", "gap-importance", "drivers-latest", "drivers-rest"],
  ...[
    "drivers-mix",
    "engagement-lift",
    "engagement-rate",
    "engagement-times",
    "actions-compared",
    "actions-counts",
    "actions-apart",
    "actions-periods",
    "actions-holm",
    "actions-unmeasured"
  ]
]);

/** Whether a note is about the method, and can wait until a reader asks. */
export function isMethod(key: string): boolean {
  return METHODS.has(key);
}
