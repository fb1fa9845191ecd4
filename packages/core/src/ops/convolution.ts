/** What convolutions say, of floats and of whole numbers, and what those of either direction check of their weights. */
import { integer } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import { perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxAttribute, type OnnxNode, attributeOf, int } from "../onnxForm.js";
import { type Shape, type TensorType, spatialOf } from "../tensor.js";
import { WINDOW_ATTRIBUTES, readWindow, writeWindow } from "./windowForm.js";

export const convolutionAttributes = {
  stride: withDefault(perSpatialAxis("x", 1), 1),
  padding: withDefault(spatialPadding("x"), 0),
  dilation: withDefault(perSpatialAxis("x", 1), 1),
  groups: withDefault(integer(1), 1),
};

/** ONNX's names of the same. */
export const CONVOLUTION_ATTRIBUTES = [...WINDOW_ATTRIBUTES, "group"];

export function writeConvolution(
  { groups, ...window }: Canonical<typeof convolutionAttributes>,
  weight: TensorType,
): Record<string, OnnxAttribute> {
  return { ...writeWindow({ ...window, kernel: kernelOf(weight) }), group: int(groups) };
}

export function readConvolution(form: OnnxNode, operator: string, { x, weight }: Record<"x" | "weight", TensorType>) {
  const { kernel: _, ...window } = readWindow(form, operator, { image: x, kernel: kernelOf(weight) });
  return { ...window, groups: attributeOf(form, "group", "int") ?? 1 };
}

/** The kernel's sides, from the weight's axes behind the first two. */
export function kernelOf(weight: { readonly shape: Shape }): Shape {
  return spatialOf(weight).sides;
}

/** An `InvalidNodeError` at `path` where the groups do not divide its channels or its filters. */
export function checkGroups(
  groups: number,
  divided: { readonly channels: number; readonly filters: number },
  path: string,
): void {
  for (const [which, count] of Object.entries(divided)) {
    if (count % groups === 0) continue;
    throw new InvalidNodeError({
      path,
      problem: `groups ${groups} does not divide the ${count} ${which}`,
      hint: "each group convolves an equal share of the channels to an equal share of the filters",
    });
  }
}

export function checkBias(bias: TensorType | undefined, filters: number): void {
  if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    throw new InvalidNodeError({ problem: `bias ${bias.shape.join("x")} does not fit ${filters} filters` });
  }
}
