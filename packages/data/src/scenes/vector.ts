/** Places and directions in metres: to the right, upwards, and along the street. */

export type Vector = readonly [x: number, y: number, z: number];
/** Red, green and blue, 1 as bright as a picture can be. */
export type Colour = readonly [red: number, green: number, blue: number];

export function add([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [a + x, b + y, c + z];
}

export function times([x, y, z]: Vector, factor: number): Vector {
  return [x * factor, y * factor, z * factor];
}

export function dot([a, b, c]: Vector, [x, y, z]: Vector): number {
  return a * x + b * y + c * z;
}

export function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function length(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

export function unit(vector: Vector): Vector {
  return times(vector, 1 / length(vector));
}
