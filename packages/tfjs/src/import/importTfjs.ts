/** From a tfjs graph model to a model of ops here, images channels-first. The file may come from anywhere. */
import { LinknetError } from "@linknet-kit/base";
import {
  CHANNELS_FIRST,
  FoldingBuilder,
  type ImageLayout,
  type LazyTensor,
  type Model,
  type Shape,
  type SymbolicTensor,
  type TensorType,
  cancelReshapes,
  cancelTransposes,
  identityOp,
  isList,
  removeIdentities,
  removeUnread,
  rewriteModel,
  transpose,
} from "@linknet-kit/core";
import { nodeOf } from "../graphDef.js";
import { layoutOf } from "../layout.js";
import type { ModelArtifacts } from "../modelJson.js";
import { type DeclaredEnd, type TfjsDescription, describeTfjs } from "../read/describeTfjs.js";
import { DamagedTfjsError } from "../read/errors.js";
import { type NodeOfFile, inOrder } from "./order.js";
import { elementwise } from "./elementwise.js";
import { TfjsNodeError, UnsupportedTfjsOpsError } from "./errors.js";
import { channelsLast, images } from "./images.js";
import type { TfjsReading, TfjsReadings } from "./reading.js";
import { reductions } from "./reductions.js";
import { shapes } from "./shapes.js";
import { TfjsNode } from "./tfjsNode.js";
import { weightTensors } from "./weightTensors.js";

const READINGS: TfjsReadings = { ...elementwise, ...images, ...reductions, ...shapes };

/** What gives values, and what only waits. */
const SOURCES = new Set(["Const", "Placeholder", "PlaceholderWithDefault", "NoOp"]);

interface Topology {
  readonly node: readonly NodeOfFile[];
}

/** Whole shapes of inputs, images channels-first, of those that the file declares; what it fixes itself need not be given. */
export type ShapesOf = (declared: readonly DeclaredEnd[]) => Readonly<Record<string, readonly number[]>>;

/**
 * The model, its inputs and outputs called as the signature calls them. Operations that are not read are named in one error; what a node
 * lacks or contradicts is an error with its name.
 */
export function importTfjs(artifacts: ModelArtifacts, name: string, shapesOf: ShapesOf): Model {
  const { node: nodes } = artifacts.modelTopology as Topology;
  refuseUnknown(nodes);
  const described = describeTfjs(artifacts);
  const { inputs, outputs } = described;
  const importer = new TfjsImporter(artifacts, described, name);
  const shapesByName = shapesOf(inputs);
  for (const input of inputs) importer.input(input, shapesByName[input.name] ?? fixedShape(input));
  for (const node of inOrder(nodes)) importer.node(node);
  const model = importer.finish(outputs.map((output) => output.name));
  return rewriteModel(model, [removeIdentities, cancelReshapes, cancelTransposes, removeIdentities, removeUnread]);
}

function fixedShape({ shape }: DeclaredEnd): readonly number[] | undefined {
  return shape?.every((side) => typeof side === "number") === true ? shape.map(Number) : undefined;
}

function refuseUnknown(nodes: readonly NodeOfFile[]): void {
  const unknown = new Map<string, string[]>();
  for (const { op, name } of nodes) {
    if (SOURCES.has(op) || Object.hasOwn(READINGS, op)) continue;
    unknown.set(op, [...(unknown.get(op) ?? []), name]);
  }
  if (unknown.size > 0)
    throw new UnsupportedTfjsOpsError({ nodes: unknown, supported: Object.keys(READINGS).toSorted() });
}

class TfjsImporter {
  readonly #builder: FoldingBuilder;
  readonly #values = new Map<string, readonly SymbolicTensor[]>();
  readonly #weights: ReadonlyMap<string, LazyTensor>;
  readonly #layout: ImageLayout;
  /** Of inputs and outputs, by what the signature calls them: the node, and which of its results. */
  readonly #ends: ReadonlyMap<string, string>;

  constructor(artifacts: ModelArtifacts, described: TfjsDescription, name: string) {
    const { node: nodes } = artifacts.modelTopology as Topology;
    this.#ends = endsOf(artifacts, described);
    this.#weights = weightTensors(artifacts);
    this.#layout = layoutOf(artifacts.userDefinedMetadata);
    const names = new Set(nodes.map((node) => this.#called(node.name)));
    this.#builder = new FoldingBuilder(name, (each) => names.has(each) || this.#ends.has(each));
  }

  input({ name, dtype, declared }: DeclaredEnd, shape: readonly number[] | undefined): void {
    if (dtype === undefined || shape === undefined) {
      throw new DamagedTfjsError({ problem: `its input "${name}" is of ${declared} and no known shape` });
    }
    const type: TensorType = { dtype, shape };
    const given = this.#builder.input(name, type);
    this.#values.set(nodeOf(this.#ends.get(name)!), [this.#isTurned(shape) ? channelsLast(given) : given]);
  }

  node(node: NodeOfFile): void {
    const { name, op, input = [] } = node;
    if (this.#values.has(name) || op === "NoOp") return;
    if (op === "Const") {
      this.#values.set(name, [this.#builder.constant(this.#called(name), this.#weights.get(name)!)]);
      return;
    }
    const reading = READINGS[op];
    if (reading === undefined) throw new DamagedTfjsError({ problem: `its signature has no input "${name}"` });
    const operands = input.filter((each) => !each.startsWith("^")).map((each) => this.#valueOf(each));
    const read = new TfjsNode(node, this.#called(name), operands, this.#builder);
    this.#values.set(name, this.#read(reading, read));
  }

  /** Whether an input or output of this shape lies otherwise in the file than here. */
  #isTurned({ length }: Shape): boolean {
    return length === 4 && this.#layout === "nhwc";
  }

  /** Names of inputs and outputs are theirs alone: images within the graph lie otherwise. */
  #called(name: string): string {
    return this.#ends.has(name) ? `${name}/value` : name;
  }

  #read(reading: TfjsReading, node: TfjsNode): readonly SymbolicTensor[] {
    try {
      const results = this.#builder.scope(node.name, () => reading(node));
      return isList(results) ? results : [results];
    } catch (cause) {
      if (!(cause instanceof LinknetError) || cause instanceof TfjsNodeError) throw cause;
      throw new TfjsNodeError({ node: node.name, problem: cause.message, cause });
    }
  }

  #valueOf(input: string): SymbolicTensor {
    const [, index = "0"] = /:(\d+)$/.exec(input) ?? [];
    const value = this.#values.get(nodeOf(input))?.[Number(index)];
    if (value !== undefined) return value;
    throw new DamagedTfjsError({ problem: `"${input}" is read, and nothing gives it` });
  }

  finish(outputs: readonly string[]): Model {
    const results = outputs.map((name): [string, SymbolicTensor] => {
      const value = this.#valueOf(this.#ends.get(name)!);
      const result = this.#isTurned(value.type.shape) ? transpose({ order: CHANNELS_FIRST })(value) : value;
      return [name, this.#builder.apply(identityOp, { x: result }, {}, `${name}/output`).y];
    });
    const graph = this.#builder.build(Object.fromEntries(results));
    return { graph, weights: this.#builder.weights };
  }
}

type Signed = Readonly<Record<string, { readonly name: string }>>;

/** What inputs and outputs are called in the graph, by what they are called outside. */
function endsOf({ signature }: ModelArtifacts, { inputs, outputs }: TfjsDescription): ReadonlyMap<string, string> {
  const signed = (signature ?? {}) as { readonly inputs?: Signed; readonly outputs?: Signed };
  const places = { ...signed.inputs, ...signed.outputs };
  return new Map([...inputs, ...outputs].map(({ name }) => [name, places[name]?.name ?? name]));
}
