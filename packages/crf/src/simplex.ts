/** The simplex of the permutohedral lattice that a point lies in. The lattice has integers that sum up to 0 for coordinates, one more than the space. */

/** One for all points, since its memory is taken once. */
export class Simplex {
  /** How much of each corner the point is; they sum up to 1. */
  readonly shares: Float64Array;
  readonly #dimensions: number;
  /** Lengths of the axes in the lattice, where the blur along all its directions has a standard deviation of 1. */
  readonly #scales: Float64Array;
  readonly #elevated: Float64Array;
  /** The nearest point of the lattice whose coordinates are multiples of `dimensions + 1`. */
  readonly #nearest: Int32Array;
  /** The order of the coordinates by how far the point is beyond that one, the furthest first. */
  readonly #ranks: Int32Array;
  readonly #corner: Int32Array;

  constructor(dimensions: number) {
    const coordinates = dimensions + 1;
    this.#dimensions = dimensions;
    const deviation = coordinates * Math.sqrt(2 / 3);
    this.#scales = Float64Array.from(
      { length: dimensions },
      (_, axis) => deviation / Math.sqrt((axis + 1) * (axis + 2)),
    );
    this.shares = new Float64Array(coordinates);
    this.#elevated = new Float64Array(coordinates);
    this.#nearest = new Int32Array(coordinates);
    this.#ranks = new Int32Array(coordinates);
    this.#corner = new Int32Array(dimensions);
  }

  /** Finds the simplex of the point whose features stand at `start`. */
  enclose(features: Float32Array, start: number): void {
    this.#elevate(features, start);
    this.#findNearest();
    this.#share();
  }

  /** All but the last coordinate of a corner, which the others tell; overwritten by the next call. */
  cornerAt(corner: number): Int32Array {
    const coordinates = this.#dimensions + 1;
    for (let axis = 0; axis < this.#dimensions; axis += 1) {
      // The steps from the nearest point to this corner: as many are short of it as reach over it in all.
      const isBelow = this.#ranks[axis]! > this.#dimensions - corner;
      this.#corner[axis] = this.#nearest[axis]! + corner - (isBelow ? coordinates : 0);
    }
    return this.#corner;
  }

  /** Into the plane of points whose coordinates sum up to 0, by a matrix of orthogonal columns. */
  #elevate(features: Float32Array, start: number): void {
    let above = 0;
    for (let axis = this.#dimensions; axis > 0; axis -= 1) {
      const scaled = features[start + axis - 1]! * this.#scales[axis - 1]!;
      this.#elevated[axis] = above - axis * scaled;
      above += scaled;
    }
    this.#elevated[0] = above;
  }

  /** Rounds each coordinate, and mends those that were rounded furthest until they sum up to 0. */
  #findNearest(): void {
    const coordinates = this.#dimensions + 1;
    const [elevated, nearest, ranks] = [this.#elevated, this.#nearest, this.#ranks];
    let sum = 0;
    for (let axis = 0; axis < coordinates; axis += 1) {
      const rounded = Math.round(elevated[axis]! / coordinates);
      nearest[axis] = rounded * coordinates;
      sum += rounded;
    }
    ranks.fill(0);
    for (let one = 0; one < coordinates; one += 1) {
      for (let other = one + 1; other < coordinates; other += 1) {
        const isLess = elevated[one]! - nearest[one]! < elevated[other]! - nearest[other]!;
        ranks[isLess ? one : other]! += 1;
      }
    }
    for (let axis = 0; axis < coordinates; axis += 1) {
      const rank = ranks[axis]! + sum;
      const turns = rank < 0 ? 1 : rank > this.#dimensions ? -1 : 0;
      ranks[axis] = rank + turns * coordinates;
      nearest[axis]! += turns * coordinates;
    }
  }

  /** Barycentric coordinates: the steps between what coordinates that follow each other in rank are beyond the nearest point. */
  #share(): void {
    const coordinates = this.#dimensions + 1;
    this.shares.fill(0);
    for (let axis = 0; axis < coordinates; axis += 1) {
      const beyond = (this.#elevated[axis]! - this.#nearest[axis]!) / coordinates;
      const position = this.#dimensions - this.#ranks[axis]!;
      this.shares[position]! += beyond;
      if (position < this.#dimensions) this.shares[position + 1]! -= beyond;
      else this.shares[0]! += 1 - beyond;
    }
  }
}
