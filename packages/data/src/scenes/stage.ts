/** What stands in a scene: panels, things by their numbers, and the shadows that they cast. */
import type { Panel } from "./canvas.js";
import { SCENE_CLASSES, type SceneClassName, idsOf } from "./classes.js";
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

export class Stage {
  readonly panels: Panel[] = [];
  readonly blinds: Blind[] = [];
  readonly #shadows: Shadow[] = [];
  readonly #claims: { readonly x: number; readonly z: number; readonly half: number; readonly long: number }[] = [];
  readonly #things = new Map<SceneClassName, number>();

  readonly eye: Vector;
  readonly sun: Sun;

  constructor(eye: Vector, sun: Sun) {
    this.eye = eye;
    this.sun = sun;
  }

  /** Adds a panel, as bright as the sun makes its side that is seen. */
  add(panel: Panel): void {
    const normal = unit(cross(panel.across, panel.up));
    const isTurned = dot(normal, add(this.eye, times(panel.corner, -1))) < 0;
    this.panels.push({ light: this.#lightOn(isTurned ? times(normal, -1) : normal), ...panel });
  }

  /** The number of a new thing, from 1 on. */
  thing(name: SceneClassName): number {
    const number = (this.#things.get(name) ?? 0) + 1;
    if (idsOf(name).isThing !== true) throw new Error(`${name} of ${SCENE_CLASSES.length} classes has no things`);
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
    this.#shadows.push(shadow);
  }

  /** How bright the ground is at a place, beside ground that the sun reaches. */
  lightOnGround(x: number, z: number): number {
    const { ambient } = this.sun;
    let light = this.#isShaded(x, z) ? ambient / this.#lightOn([0, 1, 0]) : 1;
    for (const { x: centreX, z: centreZ, acrossRadius, alongRadius } of this.#shadows) {
      const [across, along] = [Math.abs(x - centreX) / acrossRadius, Math.abs(z - centreZ) / alongRadius];
      if (across < 1.3 && along < 1.3) light *= 1 - 0.6 * (1 - step(0.7, 1.3, Math.max(across, along)));
    }
    return light;
  }

  #lightOn(normal: Vector): number {
    const { towards, direct, ambient } = this.sun;
    return ambient * (0.9 + 0.1 * normal[1]) + direct * Math.max(0, dot(normal, towards));
  }

  #isShaded(x: number, z: number): boolean {
    const [sunX, sunY, sunZ] = this.sun.towards;
    return this.blinds.some(({ side, x: wall, from, to, height }) => {
      if (Math.sign(sunX) !== side) return false;
      const far = (wall - x) / sunX;
      const at = z + far * sunZ;
      return at >= from && at < to && far * sunY < height;
    });
  }
}
