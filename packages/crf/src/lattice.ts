/**
 * Gaussian filters in spaces of a few dimensions, in time linear in the points: the permutohedral lattice of Adams, Baek and Davis 2010
 * (https://graphics.stanford.edu/papers/permutohedral). Each point shares its values among the corners of the simplex that it lies in, corners are
 * blurred along each direction of the lattice, and each point mixes those of its simplex again.
 */
import { Simplex } from "./simplex.js";
import { VertexTable } from "./vertexTable.js";

/** Of one image: where its points lie. */
export class Lattice {
  readonly #corners: number;
  readonly #points: number;
  readonly #vertices: number;
  /** The corners of each point's simplex, and how much of each the point is. */
  readonly #cornerOf: Int32Array;
  readonly #shareOf: Float32Array;
  /** Along each direction, the vertices before and behind each vertex; -1 where there is none. */
  readonly #neighbours: Int32Array;
  /** Values of all vertices before and after a blur, whose memory is taken once. */
  #rooms: readonly [Float32Array, Float32Array] = [new Float32Array(0), new Float32Array(0)];

  /** `features` are the coordinates of each point, one point after the other, in units of the filter's standard deviation. */
  constructor(features: Float32Array, dimensions: number) {
    this.#corners = dimensions + 1;
    this.#points = features.length / dimensions;
    this.#cornerOf = new Int32Array(this.#points * this.#corners);
    this.#shareOf = new Float32Array(this.#points * this.#corners);
    const table = new VertexTable(dimensions);
    const simplex = new Simplex(dimensions);
    for (let point = 0; point < this.#points; point += 1) {
      simplex.enclose(features, point * dimensions);
      for (let corner = 0; corner < this.#corners; corner += 1) {
        this.#cornerOf[point * this.#corners + corner] = table.add(simplex.cornerAt(corner));
        this.#shareOf[point * this.#corners + corner] = simplex.shares[corner]!;
      }
    }
    this.#vertices = table.count;
    this.#neighbours = neighboursIn(table, dimensions);
  }

  /**
   * For each point and channel the sum of all points' values, each by a Gaussian of its distance, but for a factor that is the same
   * for all. `values` has the channels of a point together, as has the result.
   */
  filter(values: Float32Array, channels: number): Float32Array {
    const blurred = this.#blur(this.#splat(values, channels), channels);
    const filtered = new Float32Array(values.length);
    for (let corner = 0; corner < this.#cornerOf.length; corner += 1) {
      const vertex = this.#cornerOf[corner]! * channels;
      const point = Math.floor(corner / this.#corners) * channels;
      const share = this.#shareOf[corner]!;
      for (let channel = 0; channel < channels; channel += 1)
        filtered[point + channel]! += share * blurred[vertex + channel]!;
    }
    return filtered;
  }

  #splat(values: Float32Array, channels: number): Float32Array {
    const [splatted] = this.#takeRooms(this.#vertices * channels);
    splatted.fill(0);
    for (let corner = 0; corner < this.#cornerOf.length; corner += 1) {
      const vertex = this.#cornerOf[corner]! * channels;
      const point = Math.floor(corner / this.#corners) * channels;
      const share = this.#shareOf[corner]!;
      for (let channel = 0; channel < channels; channel += 1)
        splatted[vertex + channel]! += share * values[point + channel]!;
    }
    return splatted;
  }

  /** Along each direction in turn every vertex gets half of the one before and half of the one behind. */
  #blur(values: Float32Array, channels: number): Float32Array {
    const [vertices, neighbours] = [this.#vertices, this.#neighbours];
    let [from, to] = [values, this.#rooms[1]];
    for (let direction = 0; direction < this.#corners; direction += 1) {
      to.set(from);
      for (let side = 0; side < 2 * vertices; side += 1) {
        const neighbour = neighbours[2 * direction * vertices + side]! * channels;
        if (neighbour < 0) continue;
        const vertex = (side >> 1) * channels;
        for (let channel = 0; channel < channels; channel += 1) to[vertex + channel]! += from[neighbour + channel]! / 2;
      }
      [from, to] = [to, from];
    }
    return from;
  }

  #takeRooms(length: number): readonly [Float32Array, Float32Array] {
    if (this.#rooms[0].length !== length) this.#rooms = [new Float32Array(length), new Float32Array(length)];
    return this.#rooms;
  }
}

/** For each direction and vertex the vertex before and the one behind: all coordinates one more or less, and one as many less or more. */
function neighboursIn(table: VertexTable, dimensions: number): Int32Array {
  const { points, count } = table;
  const neighbours = new Int32Array(2 * (dimensions + 1) * count);
  const near = new Int32Array(dimensions);
  for (let direction = 0; direction <= dimensions; direction += 1) {
    for (let vertex = 0; vertex < count; vertex += 1) {
      for (const side of [0, 1]) {
        const step = side === 0 ? -1 : 1;
        for (let axis = 0; axis < dimensions; axis += 1)
          near[axis] = points[vertex * dimensions + axis]! + (axis === direction ? -step * dimensions : step);
        neighbours[2 * (direction * count + vertex) + side] = table.find(near);
      }
    }
  }
  return neighbours;
}
