/** Text of others in a table that a spreadsheet opens. */

/** White space and what cannot be seen is passed over by some; the last four are wide forms, which some take for the others. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u;

/** The same, with an apostrophe before what a spreadsheet would run as a formula. https://owasp.org/www-community/attacks/CSV_Injection */
export function spreadsheetText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
