/** Weights with which a full convolution interpolates, such as 16x16 at stride 8 and 4x4 at stride 2. */

/** Fills weights whose last two axes are a kernel with twice its stride for sides; all channels get the same. */
export function fillBilinear(target: Float32Array, [height, width]: readonly [height: number, width: number]): void {
  const [rows, columns] = [hat(height), hat(width)];
  for (let index = 0; index < target.length; index += 1)
    target[index] = rows[Math.floor(index / width) % height]! * columns[index % width]!;
}

/** Falls by the same at every step, from the middle to 0 one stride away. */
function hat(side: number): readonly number[] {
  const [stride, middle] = [Math.ceil(side / 2), (side - 1) / 2];
  return Array.from({ length: side }, (_, place) => 1 - Math.abs(place - middle) / stride);
}
