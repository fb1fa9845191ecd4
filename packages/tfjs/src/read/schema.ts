/** What a `model.json` must look like. Unknown keys are passed over: other writers have more. */
import { z } from "zod";

const name = z.string().min(1);
const record = z.record(z.string(), z.unknown());

const node = z.object({
  name,
  op: name,
  input: z.array(name).optional(),
  attr: record.optional(),
});

const affine = z.object({ dtype: z.enum(["uint8", "uint16"]), scale: z.number(), min: z.number() });
const float16 = z.object({ dtype: z.literal("float16") });

const weight = z.object({
  name,
  shape: z.array(z.int().min(0)),
  dtype: z.enum(["float32", "int32", "bool"]),
  quantization: z.discriminatedUnion("dtype", [affine, float16]).optional(),
});

const tensorInfo = z.object({ name });
const signature = z.object({
  inputs: z.record(z.string(), tensorInfo).optional(),
  outputs: z.record(z.string(), tensorInfo).optional(),
});

export const modelJsonSchema = z.object({
  modelTopology: z.object({
    node: z.array(node).min(1),
    versions: record,
    library: record.optional(),
  }),
  weightsManifest: z.array(z.object({ paths: z.array(name), weights: z.array(weight) })),
  signature: signature.optional(),
  userDefinedMetadata: record.optional(),
  generatedBy: z.string().nullish(),
  convertedBy: z.string().nullish(),
});

export type ParsedModelJson = z.infer<typeof modelJsonSchema>;
export type ParsedWeight = z.infer<typeof weight>;
