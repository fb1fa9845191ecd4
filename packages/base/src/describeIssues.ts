/** What does not fit a schema, as sentences: a validator's own texts are for programmers. */
import { nearestName } from "./nearestName.js";

/** As zod reports it, by structure, so that nothing here loads zod. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Fields that the schema does not have. */
  readonly keys?: readonly string[];
  /** Of a union: what is wrong for each of its forms. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
}

export interface DescribeOptions {
  /** Where it is, for sentences; the issue's path unless given. */
  readonly place?: string;
  /** For slips of the finger: names that an unknown one may have meant. */
  readonly fields?: readonly string[];
  /** So many are told before the rest is only counted: as many as a person mends before trying again, unless given. */
  readonly most?: number;
}

const MOST_ISSUES = 30;
const WHOLE = "the whole";

/** A sentence each, and one for those that are only counted. */
export function describeIssues(issues: readonly SchemaIssue[], options: DescribeOptions = {}): readonly string[] {
  const told = issues.slice(0, options.most ?? MOST_ISSUES).map((issue) => describeIssue(issue, options));
  const more = issues.length - told.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

/** `speed.threads is a string, expected a number`, `name is missing`; texts that a schema has of its own stay as they are. */
export function describeIssue(issue: SchemaIssue, { place, fields = [] }: DescribeOptions = {}): string {
  const { message, keys, errors = [], path } = issue;
  const own = path.map(String).join(".");
  const at = place ?? (own || WHOLE);
  if (keys !== undefined) return `${own === "" ? "" : `${at}: `}${describeUnknown(keys, fields)}`;
  if (errors.length > 0) {
    const forms = errors.flatMap(([first]) =>
      first === undefined ? [] : [describeIssue(first, { place: [at, ...first.path.map(String)].join("."), fields })],
    );
    return [...new Set(forms)].join(", or ");
  }
  const [, expected, received] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (received === "undefined" && at !== WHOLE) return `${at} is missing`;
  if (received === "undefined") return `there is nothing, expected ${withArticle(expected!)}`;
  if (expected !== undefined && received !== undefined) {
    return `${at} is ${withArticle(received)}, expected ${withArticle(expected)}`;
  }
  const [, verb, sign, bound] =
    /^Too (?:small|big): expected \w+ to (be|have) ([<>]=?|exactly )(.+)$/.exec(message) ?? [];
  if (sign !== undefined) return `${at} must ${verb} ${SIGNS[sign]} ${bound}`;
  const [, values] = /^Invalid (?:option: expected one of|input: expected) (.+)$/s.exec(message) ?? [];
  if (values !== undefined) return `${at} must be ${values.replaceAll('"|"', '" or "')}`;
  const [, pattern] = /^Invalid string: must match pattern (.+)$/s.exec(message) ?? [];
  if (pattern !== undefined) return `${at} does not match ${pattern}`;
  return `${at}: ${message}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  ">": "more than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
  "exactly ": "exactly",
};

function withArticle(type: string): string {
  if (type === "int") return "a whole number";
  if (type === "null" || type === "NaN") return type;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

function describeUnknown(names: readonly string[], fields: readonly string[]): string {
  const list = (all: readonly string[]): string => all.map((name) => `"${name}"`).join(" or ");
  const nearest = names.map((name) => nearestName(name, fields)).filter((name) => name !== undefined);
  // A field that stands where another would be right is no slip of the finger.
  const meant = [...new Set(nearest)].filter((name) => !names.includes(name));
  return `there is no field ${list(names)}${meant.length === 0 ? "" : `; did you mean ${list(meant)}?`}`;
}
