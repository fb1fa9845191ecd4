/** The nearest whole number, of two the even one, as ONNX and IEEE 754 round. */
export function nearestEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
