/**
 * The one way of calling that the functions of the DSL have: attributes first, which give a layer; then the tensors that the layer
 * reads. `conv2d({ filters: 8, kernel: 3 })(x)`, `relu()(x)`, `concat({ axis: 1 })(a, b)`.
 */
import { type AttributeKinds, type Canonical, type Given, parseAttributes } from "./attributes.js";
import type { SymbolicTensor } from "./builder.js";
import { InvalidCallError, isSymbolicTensor, requireTensor } from "./callErrors.js";
import { withPath } from "./checkedNode.js";
import type { OpDefinition } from "./op.js";
import { withOrigin } from "./origin.js";

export interface LayerDefinition<Kinds extends AttributeKinds, Tensors extends readonly SymbolicTensor[], Result> {
  readonly name: string;
  /** What it does to its tensors, in one line. */
  readonly summary: string;
  readonly attributes: Kinds;
  /** What the tensors are called, as an op declares its inputs: `xs...` is one or more. */
  readonly reads: readonly string[];
  /** As TypeScript writes it. */
  readonly result: string;
  /** A call, of tensors `a`, `b` and `x`. */
  readonly example: string;
  /** Called with as many tensors as it reads and with all attributes. */
  apply(tensors: Tensors, attributes: Canonical<Kinds>): Result;
}

/** The argument of attributes, which may be left out where every attribute has a default. */
type AttributesArgument<Kinds extends AttributeKinds> =
  {} extends Given<Kinds> ? readonly [attributes?: Given<Kinds>] : readonly [attributes: Given<Kinds>];

export interface LayerFunction<
  Kinds extends AttributeKinds = AttributeKinds,
  Tensors extends readonly SymbolicTensor[] = readonly SymbolicTensor[],
  Result = unknown,
> {
  (...given: AttributesArgument<Kinds>): (...tensors: Tensors) => Result;
  readonly definition: Omit<LayerDefinition<Kinds, Tensors, Result>, "apply">;
}

/** A function of the DSL. What it is called with is checked: tensors in the place of attributes, lists, layers, nothing at all. */
export function defineLayer<
  const Kinds extends AttributeKinds,
  Tensors extends readonly SymbolicTensor[],
  Result = SymbolicTensor,
>(whole: LayerDefinition<Kinds, Tensors, Result>): LayerFunction<Kinds, Tensors, Result> {
  const { name, summary, attributes: kinds, reads, result, example } = whole;
  const definition = { name, summary, attributes: kinds, reads, result, example };
  const layerFunction = (...given: AttributesArgument<Kinds>) => {
    const attributes = readAttributes(definition, given);
    const made = new Error(name);
    return (...tensors: Tensors): Result =>
      withOrigin(made, () => {
        checkTensors(definition, tensors);
        return whole.apply(tensors, attributes);
      });
  };
  return Object.assign(layerFunction, { definition });
}

type Documented = Omit<LayerDefinition<AttributeKinds, never, unknown>, "apply">;

/** The layer of an op that reads one tensor and has no parameters. */
export function layerOf<const Kinds extends AttributeKinds>(
  op: OpDefinition<{ readonly x: string }, { readonly y: string }, Kinds>,
  example: string,
): LayerFunction<Kinds, readonly [x: SymbolicTensor], SymbolicTensor> {
  const { name, summary, attributes, inputs } = op;
  return defineLayer({
    name,
    summary,
    attributes,
    reads: Object.keys(inputs),
    result: TENSOR,
    example,
    apply: ([x]: readonly [x: SymbolicTensor], given) => x.builder.apply(op, { x }, asGiven(given)).y,
  });
}

/** The layer of an op that reads two tensors. */
export function layerOfTwo<const Kinds extends AttributeKinds>(
  op: OpDefinition<{ readonly a: string; readonly b: string }, { readonly y: string }, Kinds>,
  example: string,
): LayerFunction<Kinds, readonly [a: SymbolicTensor, b: SymbolicTensor], SymbolicTensor> {
  const { name, summary, attributes, inputs } = op;
  return defineLayer({
    name,
    summary,
    attributes,
    reads: Object.keys(inputs),
    result: TENSOR,
    example,
    apply: ([a, b]: readonly [a: SymbolicTensor, b: SymbolicTensor], given) =>
      a.builder.apply(op, { a, b }, asGiven(given)).y,
  });
}

/** The type of almost every layer's tensors. */
export const TENSOR = "SymbolicTensor";

/** What is parsed is a form that may be given: the builder parses it again, to itself. */
function asGiven<Kinds extends AttributeKinds>(canonical: Canonical<Kinds>): Given<Kinds> {
  return canonical as unknown as Given<Kinds>;
}

function readAttributes<Kinds extends AttributeKinds>(
  { name, example, attributes }: Omit<LayerDefinition<Kinds, never, unknown>, "apply">,
  given: readonly unknown[],
): Canonical<Kinds> {
  const [first = {}, ...others] = given;
  const hint = `write ${example}; within a sequence, without the tensors`;
  if (given.some(isSymbolicTensor)) {
    throw new InvalidCallError({
      problem: `${name} takes its attributes first, and gives a layer that takes tensors`,
      hint,
    });
  }
  if (others.length > 0 || typeof first !== "object" || first === null || Array.isArray(first)) {
    throw new InvalidCallError({ problem: `${name} takes its attributes in one object`, hint });
  }
  return withPath(name, () => parseAttributes(attributes, first as Given<Kinds>));
}

function checkTensors({ name, reads, example }: Documented, tensors: readonly unknown[]): void {
  const isList = reads.some((slot) => slot.endsWith("..."));
  if (isList ? tensors.length === 0 : tensors.length !== reads.length) {
    const expected = isList ? "one tensor or more" : `${reads.length} (${reads.join(", ")})`;
    throw new InvalidCallError({
      problem: `${name} got ${tensors.length} tensors, expected ${expected}`,
      hint: `write ${example}`,
    });
  }
  for (const [index, tensor] of tensors.entries()) {
    requireTensor(name, isList ? `tensor ${index + 1}` : reads[index]!, tensor);
  }
}
