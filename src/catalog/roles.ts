/** How a role's values are read: the type of the column, and what sets a row aside. */
export type Role =
  | {readonly type: "id"; readonly required?: boolean}
  | {readonly type: "timestamp"; readonly required?: boolean}
  | {readonly type: "date"; readonly required?: boolean}
  | {readonly type: "money"; readonly required?: boolean}
  | {readonly type: "number"; readonly required?: boolean}
  | {readonly type: "score"; readonly from: number; readonly to: number; readonly required?: boolean}
  | {readonly type: "text"; readonly required?: boolean}
  | {readonly type: "boolean"; readonly required?: boolean};

const required = {required: true} as const;

/** The roles of each table that the metrics know. A table of another name has no roles: its columns are taken as they are. */
export const ROLES: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  customers: {
    customer: {type: "id", ...required},
    joined: {type: "timestamp"},
    ended: {type: "timestamp"},
    member_since: {type: "timestamp"},
    referrer: {type: "id"}
  },
  orders: {
    customer: {type: "id", ...required},
    at: {type: "timestamp", ...required},
    order: {type: "id"},
    revenue: {type: "money"},
    margin: {type: "money"},
    discount: {type: "money"},
    product: {type: "text"},
    points_earned: {type: "number"},
    points_used: {type: "number"},
    returned: {type: "boolean"}
  },
  surveys: {
    customer: {type: "id", ...required},
    at: {type: "timestamp", ...required},
    nps: {type: "score", from: 0, to: 10},
    csat: {type: "score", from: 1, to: 5},
    dwb: {type: "score", from: 1, to: 5},
    effort: {type: "score", from: 1, to: 7},
    trust: {type: "score", from: 1, to: 5},
    expected: {type: "score", from: 1, to: 5},
    comment: {type: "text"},
    touchpoint: {type: "text"}
  },
  contacts: {
    customer: {type: "id", ...required},
    at: {type: "timestamp", ...required},
    kind: {type: "text"},
    sentiment: {type: "number"},
    resolved: {type: "timestamp"}
  },
  spend: {
    month: {type: "date", ...required},
    channel: {type: "text"},
    amount: {type: "money", ...required},
    kind: {type: "text"}
  },
  tiers: {
    customer: {type: "id", ...required},
    at: {type: "timestamp", ...required},
    tier: {type: "text", ...required}
  },
  actions: {
    name: {type: "text", ...required},
    started: {type: "date", ...required},
    ended: {type: "date"},
    owner: {type: "text"},
    metric: {type: "text"},
    target: {type: "number"},
    segment: {type: "text"},
    control: {type: "text"}
  }
};

/** Tables whose rows happen at a moment, and so can come after the as-of date. */
export const EVENTS = ["orders", "surveys", "contacts", "tiers"] as const;
