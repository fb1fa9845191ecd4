/** The ends of a tfjs graph model, as far as its signature tells them: it may come from anywhere. */
import type { ImageLayout, Value } from "@linknet-kit/core";
import { layoutOf } from "../layout.js";
import type { ModelArtifacts } from "../modelJson.js";

interface Side {
  readonly size?: unknown;
}
type Ends = Readonly<Record<string, { readonly dtype?: string; readonly tensorShape?: { readonly dim?: unknown } }>>;

/** Inputs and outputs with images channels-first; one that is not told with a fixed shape is absent with all others. */
export function valuesOfSignature({ signature, userDefinedMetadata }: ModelArtifacts): {
  inputs?: Value[];
  outputs?: Value[];
} {
  const layout = layoutOf(userDefinedMetadata);
  const { inputs, outputs } = (signature ?? {}) as { readonly inputs?: Ends; readonly outputs?: Ends };
  const read = { inputs: valuesOf(inputs, layout), outputs: valuesOf(outputs, layout) };
  if (read.inputs === undefined || read.outputs === undefined) return {};
  return { inputs: read.inputs, outputs: read.outputs };
}

function valuesOf(ends: Ends | undefined, layout: ImageLayout): Value[] | undefined {
  const values = Object.entries(ends ?? {}).map(([name, { dtype, tensorShape }]): Value | undefined => {
    const dimensions = Array.isArray(tensorShape?.dim) ? (tensorShape.dim as (Side | null)[]) : [];
    const sides = dimensions.map((side) => Number(side?.size));
    const shape = layout === "nhwc" ? channelsFirst(sides) : sides;
    if (shape.length === 0 || shape.some((side) => !Number.isSafeInteger(side) || side < 1)) return undefined;
    if (dtype === "DT_FLOAT") return { name, type: { dtype: "float32", shape } };
    return dtype === "DT_INT32" ? { name, type: { dtype: "int64", shape } } : undefined;
  });
  return values.length > 0 && values.every((value) => value !== undefined) ? values : undefined;
}

function channelsFirst(shape: readonly number[]): readonly number[] {
  if (shape.length !== 4) return shape;
  const [images, height, width, channels] = shape as [number, number, number, number];
  return [images, channels, height, width];
}
