/** Builds graphs of files: what is known before the graph runs is computed on the way in, so that shape arithmetic leaves no node. */
import { GraphBuilder, type SymbolicTensor } from "./builder.js";
import { type CheckedNode, type NodeSpec, checkNode, valueNames } from "./checkedNode.js";
import { evaluateOp } from "./evaluate.js";
import { type Value, listed, mapOperands, mapRecord } from "./graph.js";
import { isList } from "./named.js";
import { type Tensor, type TensorType, byteCount } from "./tensor.js";
import { type Weights, readWeights } from "./weights.js";

/** A tensor whose values are made when they are asked for. */
export interface LazyTensor extends TensorType {
  read(): Tensor;
}

/** Work, in multiply-accumulates and elements made, and bytes that a file may have computed while it is read; what is beyond is left to the graph. */
const MOST_WORK = 2 ** 30;
const MOST_BYTES = 2 ** 28;

/** A result that is larger than its operands, and than so many bytes, is made when the graph runs: no file grows much by being read. */
const MOST_GROWTH = 2 ** 20;

export interface FoldingLimits {
  /** Bytes by which all results together may be larger than their operands, where that is less than anybody may ask for. */
  readonly growthBytes?: number | undefined;
}

/** Turns nodes of known operands into known values, each a parameter of its own, which is computed when it is read. */
export class FoldingBuilder extends GraphBuilder {
  readonly #known = new Map<string, LazyTensor>();
  readonly #growthBytes: number;
  readonly #allBytes: number;
  #work = 0;
  #bytes = 0;

  constructor(graphName: string, isReserved?: (name: string) => boolean, { growthBytes }: FoldingLimits = {}) {
    super(graphName, isReserved);
    this.#growthBytes = growthBytes ?? MOST_GROWTH;
    this.#allBytes = Math.min(MOST_BYTES, growthBytes ?? MOST_BYTES);
  }

  /** A value that is known before the graph runs. */
  constant(name: string, given: LazyTensor | Tensor): SymbolicTensor {
    const tensor = "read" in given ? given : { ...given, read: () => given };
    const { dtype, shape } = tensor;
    const value = this.parameter(name, { type: { dtype, shape }, initial: { kind: "given" } });
    this.#known.set(name, tensor);
    return value;
  }

  /** `undefined` where the value is not known before the graph runs. */
  known({ name }: Pick<Value, "name">): LazyTensor | undefined {
    return this.#known.get(name);
  }

  /** The values of the parameters. */
  get weights(): Weights {
    return readWeights((name) => this.#known.get(name)?.read());
  }

  override append(node: NodeSpec, outputNames: Readonly<Record<string, string>> = {}): Record<string, SymbolicTensor> {
    const values = Object.values(node.inputs).flatMap(listed);
    if (values.length === 0 || !values.every((value) => this.#known.has(value.name))) {
      return super.append(node, outputNames);
    }
    const checked = checkNode(node);
    if (!this.#takes(node, checked)) return super.append(node, outputNames);
    const results = this.#evaluated(node, checked);
    return Object.fromEntries(
      valueNames(node, outputNames).map(([output, name]) => [
        output,
        this.constant(name, { ...checked.types[output]!, read: () => results()[output]! }),
      ]),
    );
  }

  /** Whether a node is worth to be computed on the way in. */
  #takes({ op }: NodeSpec, { inputs, attributes, types }: CheckedNode): boolean {
    if (op.unpacks === true) return false;
    const { macs } = op.countCost(
      mapOperands(inputs, ({ type }) => type),
      types,
      attributes,
    );
    const made = sumOf(Object.values(types), byteCount);
    const given = sumOf(Object.values(inputs).flatMap(listed), ({ type }) => byteCount(type));
    // A result that is no larger takes the place of its operands.
    const growth = made > given ? made : 0;
    const isTaken =
      growth <= this.#growthBytes && this.#work + macs + made <= MOST_WORK && this.#bytes + growth <= this.#allBytes;
    if (isTaken) {
      this.#work += macs + made;
      this.#bytes += growth;
    }
    return isTaken;
  }

  /** Computed once, since what is made of it may ask again and again. */
  #evaluated({ op }: NodeSpec, { inputs, attributes, types }: CheckedNode) {
    const tensors = mapOperands(inputs, ({ name }) => this.#known.get(name)!);
    let computed: Record<string, Tensor> | undefined;
    return (): Record<string, Tensor> => {
      computed ??= evaluateOp(op, {
        operands: mapRecord(tensors, (each) => (isList(each) ? each.map((one) => one.read()) : each?.read())),
        attributes,
        types,
      });
      return computed;
    };
  }
}

function sumOf<T>(list: readonly T[], count: (each: T) => number): number {
  return list.reduce((sum, each) => sum + count(each), 0);
}
