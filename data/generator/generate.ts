import {actionRows} from "./actions.ts";
import {contactRows} from "./contacts.ts";
import {customerRows} from "./customers.ts";
import {history} from "./histories.ts";
import type {Options} from "./options.ts";
import {orderLines} from "./order-lines.ts";
import {people} from "./people.ts";
import {spendRows} from "./spend.ts";
import {surveyRows} from "./surveys.ts";
import type {Tables} from "./tables.ts";

/** The demo shop's tables; the same options give the same rows. No disk, no clock. */
export function generate(options: Options): Tables {
  const histories = people(options).map((person) => history(person, options));
  const orders = orderLines(histories, options.seed);
  return {
    customers: customerRows(histories, orders),
    orders,
    surveys: surveyRows(histories, options),
    contacts: contactRows(histories, options),
    spend: spendRows(histories, options.seed),
    actions: actionRows()
  };
}
