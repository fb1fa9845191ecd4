/** Whether a model of one image can be written so that it runs any number of them. */
import { LinknetError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import { decodeProto } from "./decode/decodeProto.js";
import { DEFAULT_BUDGET } from "./decode/budget.js";
import { emitModel } from "./emit/emitModel.js";
import type { EmitOptions } from "./emit/emitOptions.js";
import { importModel } from "./import/importModel.js";
import { ModelProto } from "./onnxProto.js";

const TRIED = 2;

/** Why it cannot, in words; nothing where it can: what would be written is read again for two images, and no weight is drawn for that. */
export function whyNotAnyBatch(
  model: Model,
  options: Omit<EmitOptions, "dynamicBatch" | "onRewrite" | "onNode">,
): string | undefined {
  try {
    const { proto, initializers } = emitModel(model, { ...options, dynamicBatch: true });
    const bytes = ModelProto.encode(proto).finish();
    const constants = Object.fromEntries(
      initializers.map((each) => [each.name, { ...each.type, read: () => each.read() }]),
    );
    const { graph } = importModel(decodeProto(bytes, DEFAULT_BUDGET), { constants, batch: TRIED });
    const fixed = graph.outputs.find(({ type }) => type.shape[0] !== TRIED);
    return (
      fixed && `"${fixed.name}" has ${fixed.type.shape[0] ?? "no axis"} on its first axis where ${TRIED} images go in`
    );
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
    return error.summary;
  }
}
