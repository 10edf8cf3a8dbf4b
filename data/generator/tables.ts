/** Rows as they are written, with the source's column names. Dates are `YYYY-MM-DD`, times `YYYY-MM-DD hh:mm:ss` of Asia/Tokyo. */
export interface Tables {
  /** One row per customer, by sign-up. */
  customers: CustomerRow[];
  /** One row per order line, by time. */
  orders: OrderLineRow[];
  /** One row per invitation to a survey, answered or not, by time. */
  surveys: SurveyRow[];
  /** One row per contact, by time. */
  contacts: ContactRow[];
  /** One row per month, channel and kind. */
  spend: SpendRow[];
  /** One row per improvement measure. */
  actions: ActionRow[];
}

export interface CustomerRow {
  customer_id: string;
  signup_date: string;
  /** Bronze, Silver, Gold or Platinum, by net spend in the 365 days to the end of the history. */
  tier: string;
  source: string;
  region: string;
  plan: string;
  language: Language;
  member_since: string | null;
  referred_by: string | null;
}

export interface OrderLineRow {
  order_id: number;
  customer_id: string;
  ordered_at: string;
  product: string;
  category: string;
  quantity: number;
  /** Yen, tax included, after discount, before points. */
  amount: number;
  /** Yen: amount less tax, goods, packing. */
  gross_margin: number;
  /** Yen taken off the list price. */
  discount_amount: number;
  points_earned: number;
  /** Of the whole order, on its first line. */
  points_used: number;
  returned: boolean;
}

export interface SurveyRow {
  customer_id: string;
  answered_at: string;
  /** Null for a survey about the shop as a whole. */
  touchpoint: string | null;
  score: number | null;
  csat: number | null;
  dwb: number | null;
  expected: number | null;
  effort: number | null;
  trust: number | null;
  free_text: string | null;
}

export interface ContactRow {
  customer_id: string;
  contacted_at: string;
  kind: "inquiry" | "complaint" | "review" | "social" | "email_open";
  /** −1 to 1; null for an opened e-mail. */
  sentiment: number | null;
  /** Null where nothing was to be resolved, or is still open. */
  resolved_at: string | null;
}

export interface SpendRow {
  /** First day of the month. */
  month: string;
  channel: string;
  /** Yen. */
  amount: number;
  kind: "acquisition" | "retention";
}

export interface ActionRow {
  name: string;
  started: string;
  ended: string | null;
  owner: string;
  metric: string;
  target: number;
  /** `dimension=value` of the customers it was meant for; null for all. */
  segment: string | null;
}

export type Language = "ja" | "en";
