/** Steps one after the other in ONNX Runtime, and what they hand on. */
import { type Tensor, elementCount, zeros } from "@linknet-kit/core";
import { scanOnnx } from "@linknet-kit/onnx";
import { type SessionOptions, type Values, encodeForSession, isOnProcessor, openSession } from "./session.js";
import type { TrainingGraph } from "./trainingGraph.js";

export interface StepMeasures {
  /** Of the batch, before the update. */
  readonly loss: number;
  readonly gradientNorm: number;
}

interface RanSteps {
  /** After the last. */
  readonly kept: Values;
  /** Of each. */
  readonly measured: readonly StepMeasures[];
}

export interface StepSession {
  /** From what was kept before, with what each step is given, at least one; writes to neither. */
  run(kept: Values, given: readonly Values[]): Promise<RanSteps>;
  release(): Promise<void>;
}

/** On the processor several steps are one run: what a run gives is copied by the runtime's package, weights and all. */
export async function openSteps(graph: TrainingGraph, options: SessionOptions): Promise<StepSession> {
  const bytes = encodeForSession(graph.model, options);
  return isOnProcessor(options) ? await inOneRun(graph, bytes, options) : await oneByOne(graph, bytes, options);
}

type Open = (graph: TrainingGraph, bytes: Uint8Array, options: SessionOptions) => Promise<StepSession>;

const oneByOne: Open = async (graph, bytes, options) => {
  const session = await openSession(bytes, options);
  return {
    run: async (kept, given) => {
      const measured: StepMeasures[] = [];
      let now = kept;
      for (const each of given) {
        const results = await session.run(new Map([...each, ...now]));
        now = new Map(graph.kept.map(({ name, next }) => [name, results.get(next)!]));
        measured.push(...measuredIn(graph, (name) => results.get(name)!));
      }
      return { kept: now, measured };
    },
    release: () => session.release(),
  };
};

const inOneRun: Open = async (graph, bytes, options) => {
  const handedOn = graph.kept.map(({ name, next }) => ({ input: name, output: next }));
  const { bytes: scan, names } = scanOnnx(bytes, handedOn);
  const session = await openSession(scan, options);
  return {
    run: async (kept, given) => {
      const inputs = [...kept, ...[...given[0]!.keys()].map((name) => [name, listOf(given, name)] as const)];
      const results = await session.run(new Map(inputs.map(([name, tensor]) => [names.get(name)!, tensor])));
      const result = (name: string): Tensor => results.get(names.get(name)!)!;
      return {
        kept: new Map(graph.kept.map(({ name, next }) => [name, result(next)])),
        measured: measuredIn(graph, result),
      };
    },
    release: () => session.release(),
  };
};

/** Scalars of one step, or lists of several. */
function measuredIn({ loss, gradientNorm }: TrainingGraph, result: (name: string) => Tensor): readonly StepMeasures[] {
  const norms = result(gradientNorm).data;
  return [...result(loss).data].map((value, step) => ({ loss: Number(value), gradientNorm: Number(norms[step]) }));
}

/** What all steps are given by that name, with one more axis in front. */
function listOf(given: readonly Values[], name: string): Tensor {
  const tensors = given.map((each) => each.get(name)!);
  const [{ dtype, shape, data }] = tensors as [Tensor];
  const list = [tensors.length, ...shape];
  if (tensors.length === 1) return { dtype, shape: list, data } as Tensor;
  const whole = zeros(dtype, list) as Tensor;
  for (const [index, tensor] of tensors.entries())
    (whole.data as Float32Array).set(tensor.data as Float32Array, index * elementCount({ shape }));
  return whole;
}
