/** A picture while it is painted: of each pixel its colour, what it belongs to, and how far away that is. */
import { type Camera, project, rayOf } from "./camera.js";
import { type Colour, type Vector, add, cross, dot, times } from "./vector.js";

/** What is at one place of a panel; a painter changes it. */
export interface Dab {
  red: number;
  green: number;
  blue: number;
  class: number;
  /** Which thing, 0 for none. */
  thing: number;
}

/** What a painter made of a place: nothing, which is a hole; a colour; or what is of its class though one sees what is behind it. */
export type PaintedPlace = boolean | "through";

/** Paints the place at `u` across and `v` up, in metres. `depth` is in metres too. */
export type Painter = (dab: Dab, u: number, v: number, depth: number) => PaintedPlace;

/** A flat piece of the scene: a parallelogram. */
export interface ScenePanel {
  readonly corner: Vector;
  readonly across: Vector;
  readonly up: Vector;
  readonly class: number;
  readonly thing?: number;
  /** How bright the sun makes it, 1 unless given. */
  readonly light?: number;
  readonly paint: Painter;
}

export interface Haze {
  readonly colour: Colour;
  /** Metres over which two thirds of what is seen is lost in it. */
  readonly reach: number;
}

const NEAR = 0.4;

export class Canvas {
  readonly colours: Float32Array;
  readonly classes: Uint8Array;
  readonly things: Uint16Array;
  readonly #depths: Float32Array;
  /** Of what pixels are labelled as: nearer than what is seen where one sees through it. */
  readonly #labelDepths: Float32Array;
  readonly #dab: Dab = { red: 0, green: 0, blue: 0, class: 0, thing: 0 };

  readonly camera: Camera;
  readonly #haze: Haze;

  constructor(camera: Camera, haze: Haze) {
    this.camera = camera;
    this.#haze = haze;
    const pixels = camera.width * camera.height;
    this.colours = new Float32Array(3 * pixels);
    this.classes = new Uint8Array(pixels);
    this.things = new Uint16Array(pixels);
    this.#depths = new Float32Array(pixels).fill(Number.POSITIVE_INFINITY);
    this.#labelDepths = this.#depths.slice();
  }

  /** What is seen where nothing else is, by the direction. */
  paintBackground(classNumber: number, paint: (dab: Dab, direction: Vector) => void): void {
    const { width, height } = this.camera;
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      if (this.#depths[pixel]! < Number.POSITIVE_INFINITY) continue;
      paint(this.#dab, rayOf(this.camera, pixel % width, Math.floor(pixel / width)));
      this.#dab.class = classNumber;
      this.#dab.thing = 0;
      this.#colour(pixel, 1, 0);
      this.#label(pixel, Number.MAX_VALUE);
    }
  }

  /** Panels that are nearer stay in front, in whichever order they come; nearest first is fastest. */
  paintPanel(panel: ScenePanel): void {
    const { camera } = this;
    const { light = 1, thing = 0, paint } = panel;
    const bounds = boundsOf(panel, camera);
    if (bounds === undefined) return;
    // Along a ray the plane is met at a depth of `meet / (normal * ray)`; u and v there are linear in depth times ray.
    const normal = cross(panel.across, panel.up);
    const fromEye = add(panel.corner, times(camera.eye, -1));
    const meet = dot(normal, fromEye);
    const alongAcross = dual(panel.across, panel.up, normal);
    const alongUp = dual(panel.up, panel.across, normal);
    const [u0, v0] = [-dot(alongAcross, fromEye), -dot(alongUp, fromEye)];
    const [wide, high] = [Math.sqrt(dot(panel.across, panel.across)), Math.sqrt(dot(panel.up, panel.up))];
    const dab = this.#dab;
    for (let row = bounds.top; row <= bounds.bottom; row += 1) {
      const first = rayOf(camera, bounds.left, row);
      const stepOf = (vector: Vector): number => dot(vector, camera.right) / camera.focal;
      let [facing, across, up] = [dot(normal, first), dot(alongAcross, first), dot(alongUp, first)];
      const [facingStep, acrossStep, upStep] = [stepOf(normal), stepOf(alongAcross), stepOf(alongUp)];
      const start = row * camera.width;
      for (let pixel = start + bounds.left; pixel <= start + bounds.right; pixel += 1) {
        const depth = meet / facing;
        const [u, v] = [u0 + depth * across, v0 + depth * up];
        facing += facingStep;
        across += acrossStep;
        up += upStep;
        if (!(depth > NEAR && depth < this.#depths[pixel]! && u >= 0 && u <= 1 && v >= 0 && v <= 1)) continue;
        dab.class = panel.class;
        dab.thing = thing;
        const painted = paint(dab, u * wide, v * high, depth);
        if (painted === false) continue;
        this.#label(pixel, depth);
        if (painted === "through") continue;
        this.#depths[pixel] = depth;
        this.#colour(pixel, light, depth);
      }
    }
  }

  #colour(pixel: number, light: number, depth: number): void {
    const { colour, reach } = this.#haze;
    const { red, green, blue } = this.#dab;
    const clear = Math.exp(-depth / reach);
    this.colours[3 * pixel] = red * light * clear + colour[0] * (1 - clear);
    this.colours[3 * pixel + 1] = green * light * clear + colour[1] * (1 - clear);
    this.colours[3 * pixel + 2] = blue * light * clear + colour[2] * (1 - clear);
  }

  #label(pixel: number, depth: number): void {
    if (!(depth < this.#labelDepths[pixel]!)) return;
    this.#labelDepths[pixel] = depth;
    this.classes[pixel] = this.#dab.class;
    this.things[pixel] = this.#dab.thing;
  }
}

export function setColour(dab: Dab, [red, green, blue]: Colour, light = 1): void {
  dab.red = red * light;
  dab.green = green * light;
  dab.blue = blue * light;
}

/** At right angles to `other` within the plane, and 1 along `side`. */
function dual(side: Vector, other: Vector, normal: Vector): Vector {
  const direction = cross(other, normal);
  return times(direction, 1 / dot(direction, side));
}

/** The pixels around what of a panel is in front of the camera; none where that is nothing. */
function boundsOf({ corner, across, up }: ScenePanel, camera: Camera) {
  const far = add(corner, across);
  const corners = [corner, far, add(far, up), add(corner, up)].map((each) => add(each, times(camera.eye, -1)));
  const seen = inFront(corners, camera.forward).map((each) => project(camera, each));
  if (seen.length === 0) return undefined;
  const [columns, rows] = [seen.map(([column]) => column), seen.map(([, row]) => row)];
  const left = Math.max(0, Math.floor(Math.min(...columns)));
  const right = Math.min(camera.width - 1, Math.ceil(Math.max(...columns)));
  const top = Math.max(0, Math.floor(Math.min(...rows)));
  const bottom = Math.min(camera.height - 1, Math.ceil(Math.max(...rows)));
  return left > right || top > bottom ? undefined : { left, right, top, bottom };
}

/** A polygon cut off where it comes too near. */
function inFront(corners: readonly Vector[], forward: Vector): readonly Vector[] {
  return corners.flatMap((here, position) => {
    const next = corners[(position + 1) % corners.length]!;
    const [depth, nextDepth] = [dot(here, forward) - NEAR, dot(next, forward) - NEAR];
    const kept = depth >= 0 ? [here] : [];
    if (depth >= 0 === nextDepth >= 0) return kept;
    const share = depth / (depth - nextDepth);
    return [...kept, add(times(here, 1 - share), times(next, share))];
  });
}
