/** What every package stands on: errors a user can act on, names that were meant, text of strangers. Nothing here touches files. */
export { type Clock, systemClock, timed } from "./clock.js";
export { type DescribeOptions, type SchemaIssue, describeIssue, describeIssues } from "./describeIssues.js";
export { InvalidWordError, LinknetError, type LinknetErrorOptions, UsageError } from "./errors.js";
export { counted, formatMeasured, formatQuantity, formatSize, roughly } from "./inWords.js";
export { UnknownNameError, findByName, nearestName } from "./nearestName.js";
export { shellWord } from "./shellWord.js";
export { spreadsheetText } from "./spreadsheetText.js";
export { tellApart } from "./tellApart.js";
export { unlessFailed } from "./unlessFailed.js";
export { cleanText, visibleJson, visibleLine, visibleText } from "./visibleText.js";
