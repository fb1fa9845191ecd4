/** What a tfjs graph model of anyone takes, with the sizes that its signature leaves open. */
import type { Value } from "@linknet-kit/core";
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";
import { valuesOfSignature } from "@linknet-kit/tfjs/artifacts";
import type { OpenAxes } from "./openAxes.js";

interface End {
  readonly tensorShape?: { readonly dim?: unknown };
}

/** Images, which are channels-last in these files, take the given size; an error where something else is open. */
export function fixSignature(
  artifacts: ModelArtifacts,
  axes: OpenAxes,
): { readonly artifacts: ModelArtifacts; readonly inputs: readonly Value[] } {
  const signature = (artifacts.signature ?? {}) as { readonly inputs?: Readonly<Record<string, End>> };
  const inputs = Object.fromEntries(
    Object.entries(signature.inputs ?? {}).map(([name, end]) => [name, fixEnd(end, axes)]),
  );
  const { inputs: values } = valuesOfSignature({ ...artifacts, signature: { inputs, outputs: inputs } });
  if (values === undefined) {
    throw new Error("the model does not say what it takes: its signature names no inputs of a fixed shape and type");
  }
  return { artifacts: { ...artifacts, signature: { ...signature, inputs } }, inputs: values };
}

function fixEnd(end: End, { size: { width, height }, batch }: OpenAxes): End {
  const dim = end.tensorShape?.dim;
  if (!Array.isArray(dim)) return end;
  const wanted = dim.length === 4 ? [batch, height, width, 3] : [batch];
  const fixed = (dim as { readonly size?: unknown }[]).map(({ size }, axis) => {
    return { size: Number(size) > 0 ? size : wanted[axis] };
  });
  return { ...end, tensorShape: { ...end.tensorShape, dim: fixed } };
}
