/** In which module of a PyTorch program each node stood, as its exporter writes it beside the nodes. */
import type { ReadBudget } from "../decode/budget.js";
import { OnnxBudgetError } from "../decode/errors.js";
import { message, messages, text } from "../decode/fields.js";
import { decodeWire } from "../decode/wireDecoder.js";

const metadata = { key: text(1), value: text(2) };
const node = { name: text(3), metadataProps: messages(9, "entry", metadata) };
const model = { graph: message(7, "graph", { node: messages(1, "node", node) }) };

/** A list in Python's notation: `['', 'layer1', 'layer1.0', 'conv2d']`, from the program down to the node itself. */
const SCOPES = "pkg.torch.onnx.name_scopes";
const TEXTS = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

/** Modules from the outermost, by the names of nodes; nodes of which the file says nothing are absent, all where that would be too much to read. */
export function moduleScopes(bytes: Uint8Array, budget: ReadBudget): ReadonlyMap<string, readonly string[]> {
  const scopes = new Map<string, readonly string[]>();
  for (const { name = "", metadataProps = [] } of nodesIn(bytes, budget)) {
    const list = metadataProps.find(({ key }) => key === SCOPES)?.value;
    if (name === "" || list === undefined) continue;
    const path = Array.from(list.matchAll(TEXTS), ([, single, double]) => single ?? double ?? "");
    scopes.set(
      name,
      path.slice(0, -1).filter((segment) => segment !== ""),
    );
  }
  return scopes;
}

function nodesIn(bytes: Uint8Array, budget: ReadBudget) {
  try {
    return decodeWire(bytes, "model", model, budget).graph?.node ?? [];
  } catch (error) {
    if (error instanceof OnnxBudgetError) return [];
    throw error;
  }
}
