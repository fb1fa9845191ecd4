/** What stands in a scene: panels, things by their numbers, and the shadows that they cast. */
import type { ScenePanel } from "./canvas.js";
import type { SceneClassName } from "./classes.js";
import { step } from "./noise.js";
import { type Vector, add, cross, dot, times, unit } from "./vector.js";

export interface Sun {
  /** From the ground towards it, of unit length. */
  readonly towards: Vector;
  /** Brightness of what faces it, beside that of the sky. */
  readonly direct: number;
  readonly ambient: number;
}

/** A dark patch under something. */
interface Shadow {
  readonly x: number;
  readonly z: number;
  readonly acrossRadius: number;
  readonly alongRadius: number;
}

/** A row of houses along one side, as far as it keeps the sun away. */
export interface Blind {
  readonly side: number;
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** Shadows end smoothly, so many radiuses from their middle. */
const EDGE = 1.3;
const UPWARDS: Vector = [0, 1, 0];
const NONE: readonly Shadow[] = [];

export class Stage {
  readonly panels: ScenePanel[] = [];
  readonly #blinds: Blind[] = [];
  /** By the metres along the street that they lie on. */
  readonly #shadows = new Map<number, Shadow[]>();
  readonly #claims: { readonly x: number; readonly z: number; readonly half: number; readonly long: number }[] = [];
  readonly #things = new Map<SceneClassName, number>();

  readonly eye: Vector;
  readonly sun: Sun;

  constructor(eye: Vector, sun: Sun) {
    this.eye = eye;
    this.sun = sun;
  }

  /** Adds a panel, as bright as the sun makes its side that is seen. */
  add(panel: ScenePanel): void {
    const normal = unit(cross(panel.across, panel.up));
    const isTurned = dot(normal, add(this.eye, times(panel.corner, -1))) < 0;
    this.panels.push({ light: this.#lightOn(isTurned ? times(normal, -1) : normal), ...panel });
  }

  /** The number of a new thing, from 1 on. */
  thing(name: SceneClassName): number {
    const number = (this.#things.get(name) ?? 0) + 1;
    this.#things.set(name, number);
    return number;
  }

  /** Whether nothing stands yet on a piece of the ground, which is then taken. */
  claim(x: number, z: number, half: number, long: number): boolean {
    const isTaken = this.#claims.some(
      (other) => Math.abs(other.x - x) < other.half + half && z < other.z + other.long && other.z < z + long,
    );
    if (!isTaken) this.#claims.push({ x, z, half, long });
    return !isTaken;
  }

  castShadow(shadow: Shadow): void {
    const reach = EDGE * shadow.alongRadius;
    for (let metre = Math.floor(shadow.z - reach); metre <= shadow.z + reach; metre += 1) {
      const here = this.#shadows.get(metre);
      if (here === undefined) this.#shadows.set(metre, [shadow]);
      else here.push(shadow);
    }
  }

  /** Keeps the sun away from what is behind it. */
  raiseBlind(blind: Blind): void {
    if (Math.sign(this.sun.towards[0]) === blind.side) this.#blinds.push(blind);
  }

  /** How bright the ground is at a place, beside ground that the sun reaches. */
  lightOnGround(x: number, z: number): number {
    let light = this.#isShaded(x, z) ? this.sun.ambient / this.#lightOn(UPWARDS) : 1;
    for (const shadow of this.#shadows.get(Math.floor(z)) ?? NONE) {
      const across = Math.abs(x - shadow.x) / shadow.acrossRadius;
      const along = Math.abs(z - shadow.z) / shadow.alongRadius;
      if (across < EDGE && along < EDGE) light *= 1 - 0.6 * (1 - step(0.7, EDGE, Math.max(across, along)));
    }
    return light;
  }

  #lightOn(normal: Vector): number {
    const { towards, direct, ambient } = this.sun;
    return ambient * (0.9 + 0.1 * normal[1]) + direct * Math.max(0, dot(normal, towards));
  }

  #isShaded(x: number, z: number): boolean {
    const { towards } = this.sun;
    for (const blind of this.#blinds) {
      const far = (blind.x - x) / towards[0];
      const at = z + far * towards[2];
      if (at >= blind.from && at < blind.to && far * towards[1] < blind.height) return true;
    }
    return false;
  }
}
