/** The tfjs side of one op as plain records: one node of the GraphDef that a tfjs graph model holds. */
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { Absent } from "./absent.js";
import type { Named } from "./named.js";
import type { Tensor, TensorType } from "./tensor.js";

/** Numbers are whole: no op here needs others. */
export type TfjsAttribute = boolean | number | string | readonly number[] | readonly string[];

/** A node, and the constants that it takes as further inputs after the op's own, in order. */
export interface TfjsForm {
  /** TensorFlow's name of the operation: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter/src/operations/op_list */
  readonly op: string;
  readonly attributes?: Readonly<Record<string, TfjsAttribute>>;
  readonly constants?: Readonly<Record<string, Tensor>>;
}

/** How an op stands in a tfjs graph model, where images are channels-last. */
export interface TfjsFacet<Input extends string, Kinds extends AttributeKinds> {
  /** `Absent` where tfjs has the operation, but not with these attributes. */
  write(attributes: Canonical<Kinds>, inputs: Named<Input, TensorType>): TfjsForm | Absent;
}
