/** The bits of a whole number moved by so many places: https://onnx.ai/onnx/operators/onnx__BitShift.html */
import { oneOf } from "../attributeKinds.js";
import { layerOfTwo } from "../defineLayer.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { BITS_OF_TWO, UNSIGNED_TYPES } from "./bits.js";
import { broadcast } from "./elementwise.js";
import { isOfInt64 } from "./wholeNumbers.js";
import { NO_FLOATS } from "../gradient.js";

const DIRECTIONS = ["left", "right"] as const;

export const bitShiftOp = defineOp({
  ...BITS_OF_TWO,
  name: "bitShift",
  summary: "the bits of a moved by b places, broadcast: to the `left`, where it becomes larger, or to the `right`",
  types: { T: UNSIGNED_TYPES },
  attributes: { direction: oneOf(...DIRECTIONS) },
  evaluate: ({ a, b }, { direction }) => ({ y: broadcast(a, b, direction === "left" ? moveLeft : moveRight) }),
  gradient: NO_FLOATS,
  onnx: [
    {
      operator: "BitShift",
      from: 11,
      attributes: ["direction"],
      write: ({ direction }) => ({ attributes: { direction: { kind: "string", value: direction.toUpperCase() } } }),
      read: (node) => {
        const given = attributeOf(node, "direction", "string");
        const direction = DIRECTIONS.find((each) => each.toUpperCase() === given);
        if (direction !== undefined) return { direction };
        throw new UnsupportedFormError({ operator: "BitShift", problem: `has the direction ${given}` });
      },
    },
  ],
});

export const bitShift = layerOfTwo(bitShiftOp, 'bitShift({ direction: "left" })(bits, shifts)');

/** Past its last bit nothing is left of a number, which JavaScript has otherwise: it counts places anew after 32. */
function moveLeft(a: Float32Array, b: Float32Array, y: Float32Array): void {
  const bits = bitsOf(y);
  for (let index = 0; index < y.length; index += 1) if (b[index]! < bits) y[index] = a[index]! << b[index]!;
}

function moveRight(a: Float32Array, b: Float32Array, y: Float32Array): void {
  const [bits, isLong] = [bitsOf(y), isOfInt64(y)];
  for (let index = 0; index < y.length; index += 1) {
    if (b[index]! < bits) y[index] = isLong ? a[index]! >> b[index]! : a[index]! >>> b[index]!;
  }
}

function bitsOf({ BYTES_PER_ELEMENT }: { readonly BYTES_PER_ELEMENT: number }): number {
  return 8 * BYTES_PER_ELEMENT;
}
