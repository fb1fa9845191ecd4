/** Numbers the points of a grid of integers in the order in which they are first met: a hash table that takes memory for those that are. */

const EMPTY = -1;
const START = 1 << 14;

export class VertexTable {
  readonly #dimensions: number;
  #count = 0;
  /** Coordinates of each point, one after the other. */
  #points: Int32Array;
  /** Twice as many places as points at least; a point is in the first free one from its own on. */
  #places = new Int32Array(2 * START).fill(EMPTY);

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#points = new Int32Array(START * dimensions);
  }

  get count(): number {
    return this.#count;
  }

  /** Coordinates of all points, in the order of their numbers. */
  get points(): Int32Array {
    return this.#points.subarray(0, this.#count * this.#dimensions);
  }

  /** The number of a point, which is a new one where the point is. */
  add(point: Int32Array): number {
    const place = this.#placeOf(point, 0);
    const known = this.#places[place]!;
    if (known !== EMPTY) return known;
    if (2 * (this.#count + 1) > this.#places.length) {
      this.#grow();
      return this.add(point);
    }
    this.#points.set(point, this.#count * this.#dimensions);
    this.#places[place] = this.#count;
    this.#count += 1;
    return this.#count - 1;
  }

  /** The number of a point; -1 where it was never added. */
  find(point: Int32Array): number {
    return this.#places[this.#placeOf(point, 0)]!;
  }

  /** Where the point that stands at `start` is, or would be. */
  #placeOf(points: Int32Array, start: number): number {
    const dimensions = this.#dimensions;
    const last = this.#places.length - 1;
    let hash = 0;
    for (let axis = 0; axis < dimensions; axis += 1)
      hash = Math.imul(hash + points[start + axis]!, 0x9e3779b1) ^ (hash >>> 15);
    for (let place = (hash ^ (hash >>> 13)) & last; ; place = (place + 1) & last) {
      const number = this.#places[place]!;
      if (number === EMPTY || this.#isAt(number, points, start)) return place;
    }
  }

  #isAt(number: number, points: Int32Array, start: number): boolean {
    const own = number * this.#dimensions;
    for (let axis = 0; axis < this.#dimensions; axis += 1)
      if (this.#points[own + axis] !== points[start + axis]) return false;
    return true;
  }

  #grow(): void {
    const points = new Int32Array(2 * this.#points.length);
    points.set(this.#points);
    this.#points = points;
    this.#places = new Int32Array(2 * this.#places.length).fill(EMPTY);
    for (let number = 0; number < this.#count; number += 1)
      this.#places[this.#placeOf(points, number * this.#dimensions)] = number;
  }
}
