/** What a file says of the values between its nodes; exporters need not say anything. */
import type { ReadBudget } from "../decode/budget.js";
import { messages, message } from "../decode/fields.js";
import { type ValueRecord, value } from "../decode/records.js";
import { decodeWire } from "../decode/wireDecoder.js";

const model = { graph: message(7, "graph", { valueInfo: messages(13, "value", value) }) };

export function valuesBetween(bytes: Uint8Array, budget: ReadBudget): readonly ValueRecord[] {
  return decodeWire(bytes, "model", model, budget).graph?.valueInfo ?? [];
}
