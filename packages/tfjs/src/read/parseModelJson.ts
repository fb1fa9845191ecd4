/** The text of a `model.json`, checked. */
import { LinknetError, type SchemaIssue, describeIssue } from "@linknet-kit/base";
import { checkBudget, fieldOf } from "./checkBudget.js";
import { DamagedTfjsError, NotGraphModelError } from "./errors.js";
import type { ParsedModelJson } from "./schema.js";

/** As it was written, with all that readers here do not know; an error where it is no graph model. */
export async function parseModelJson(text: string): Promise<ParsedModelJson> {
  const json = parseJson(text);
  const format = fieldOf(json, "format");
  if (typeof format === "string" && format !== "graph-model") throw new NotGraphModelError({ format });
  checkBudget(json);
  // Loaded late: writers never need it, and it takes longer to load than a small network to write.
  const { modelJsonSchema } = await import("./schema.js");
  const { error } = modelJsonSchema.safeParse(json);
  if (error !== undefined) throw new DamagedTfjsError({ problem: describeFault(json, error.issues[0]!), cause: error });
  return json as ParsedModelJson;
}

function parseJson(text: string): unknown {
  try {
    // To look at every key takes as long as all the rest, so that it is done only where the text may have this one, escaped or not.
    return JSON.parse(text, /__proto__|\\u/.test(text) ? refuseProto : undefined);
  } catch (cause) {
    if (cause instanceof LinknetError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DamagedTfjsError({ problem: `model.json is no JSON, ${reason}`, cause });
  }
}

/** Copied onto another object this key would change what the object is. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new DamagedTfjsError({ problem: 'it has a key "__proto__"' });
  return value;
}

/** Where the first fault is, by the name of the node or weight it is in. */
function describeFault(json: unknown, issue: SchemaIssue): string {
  let [at, place, name] = [json, "", ""];
  for (const key of issue.path) {
    at = fieldOf(at, key);
    place += typeof key === "number" ? `[${key}]` : `${place === "" ? "" : "."}${String(key)}`;
    const own = fieldOf(at, "name");
    if (typeof own === "string") name = ` ("${own}")`;
  }
  return describeIssue(issue, { place: `${place || "model.json"}${name}` });
}
