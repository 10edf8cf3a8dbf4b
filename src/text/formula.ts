/** Of a regular expression: the characters at which a spreadsheet takes a text for a formula, in full width too (OWASP, "CSV Injection"). */
export const FORMULA_START = "[=+\\-@\\t\\r\\n＝＋－＠]";
