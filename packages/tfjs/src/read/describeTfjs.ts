/** What a graph model is fed and gives, as far as its file tells: it may come from anywhere, and need not have a signature. */
import type { DType, ImageLayout } from "@linknet-kit/core";
import { nodeOf, typeNamed } from "../graphDef.js";
import { layoutOf } from "../layout.js";
import type { TfjsOutline } from "./parseTfjs.js";

export interface DeclaredEnd {
  readonly name: string;
  /** Absent where no tensor can be made of it here, such as text. */
  readonly dtype?: DType;
  /** TensorFlow's name of the type, for messages. */
  readonly declared: string;
  /** Images channels-first; `?` for an open side. Absent where not even the number of axes is said. */
  readonly shape?: readonly (number | string)[];
}

export interface TfjsDescription {
  readonly inputs: readonly DeclaredEnd[];
  readonly outputs: readonly DeclaredEnd[];
  /** Names of the values that all nodes give. */
  readonly values: readonly string[];
}

interface Shaped {
  readonly dim?: unknown;
  readonly unknownRank?: unknown;
}

interface Topology {
  readonly node: readonly {
    readonly name: string;
    readonly op: string;
    readonly input?: readonly string[];
    readonly attr?: Readonly<Record<string, { readonly type?: unknown; readonly shape?: Shaped | null } | undefined>>;
  }[];
}

/** The ends of the signature; without one, the placeholders and the nodes that nothing reads. */
export function describeTfjs({ modelTopology, signature, userDefinedMetadata }: TfjsOutline): TfjsDescription {
  const layout = layoutOf(userDefinedMetadata);
  const { node: nodes } = modelTopology as Topology;
  const { inputs, outputs } = (signature ?? {}) as Readonly<Record<"inputs" | "outputs", Signed | undefined>>;
  const read = new Set(nodes.flatMap(({ input = [] }) => input.map(nodeOf)));
  const last = nodes.filter(({ name, op }) => !read.has(name) && op !== "Const" && op !== "Placeholder");
  return {
    inputs: isEmpty(inputs)
      ? nodes
          .filter(({ op }) => op === "Placeholder")
          .map(({ name, attr }) =>
            endOf(name, { dtype: attr?.["dtype"]?.type, tensorShape: attr?.["shape"]?.shape }, layout),
          )
      : signedEnds(inputs, layout),
    outputs: isEmpty(outputs) ? last.map(({ name }) => ({ name, declared: "unknown" })) : signedEnds(outputs, layout),
    values: nodes.map(({ name }) => name),
  };
}

interface SignedEnd {
  readonly dtype?: unknown;
  readonly tensorShape?: Shaped | null | undefined;
}

type Signed = Readonly<Record<string, SignedEnd>>;

function isEmpty(ends: Signed | undefined): ends is undefined {
  return ends === undefined || Object.keys(ends).length === 0;
}

function signedEnds(ends: Signed, layout: ImageLayout): readonly DeclaredEnd[] {
  return Object.entries(ends).map(([name, end]) => endOf(name, end, layout));
}

function endOf(name: string, { dtype: type, tensorShape }: SignedEnd, layout: ImageLayout): DeclaredEnd {
  const { declared, dtype } = typeNamed(type);
  const shape = shapeOf(tensorShape, layout);
  return { name, declared, ...(dtype && { dtype }), ...(shape && { shape }) };
}

function shapeOf(shaped: Shaped | null | undefined, layout: ImageLayout): DeclaredEnd["shape"] {
  if (shaped === undefined || shaped === null || shaped.unknownRank === true) return undefined;
  // A scalar's list of sides is left out by some writers.
  const { dim = [] } = shaped;
  if (!Array.isArray(dim)) return undefined;
  const sides = dim.map((side: { readonly size?: unknown } | null) => {
    const size = Number(side?.size ?? -1);
    return Number.isSafeInteger(size) && size >= 0 ? size : "?";
  });
  const [images, height, width, channels] = sides;
  return sides.length === 4 && layout === "nhwc" ? [images!, channels!, height!, width!] : sides;
}
