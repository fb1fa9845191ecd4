/** A pinhole camera on a car: which way each pixel looks, and where places are seen. */
import { type Vector, add, dot, times } from "./vector.js";

export interface Camera {
  readonly width: number;
  readonly height: number;
  readonly eye: Vector;
  /** Of unit length and at right angles. */
  readonly right: Vector;
  readonly up: Vector;
  readonly forward: Vector;
  /** In pixels. */
  readonly focal: number;
}

export interface CameraPose {
  readonly width: number;
  readonly height: number;
  readonly eye: Vector;
  /** Radians: to the right, upwards, and clockwise. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Degrees from the left to the right; as long a lens for all shapes unless given, which sees 58 where sides are as 4 to 3. */
  readonly fieldOfView?: number | undefined;
}

export function cameraOf({ width, height, eye, yaw, pitch, roll, fieldOfView }: CameraPose): Camera {
  const forward: Vector = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)];
  const level: Vector = [Math.cos(yaw), 0, -Math.sin(yaw)];
  const upright: Vector = [-Math.sin(yaw) * Math.sin(pitch), Math.cos(pitch), -Math.cos(yaw) * Math.sin(pitch)];
  return {
    width,
    height,
    eye,
    forward,
    right: add(times(level, Math.cos(roll)), times(upright, -Math.sin(roll))),
    up: add(times(upright, Math.cos(roll)), times(level, Math.sin(roll))),
    focal:
      fieldOfView === undefined
        ? 0.72 * Math.hypot(width, height)
        : width / 2 / Math.tan((fieldOfView * Math.PI) / 360),
  };
}

/** The direction of a pixel's middle, one metre deep: so many times it is so many metres deep. */
export function rayOf({ width, height, right, up, forward, focal }: Camera, column: number, row: number): Vector {
  const across = (column + 0.5 - width / 2) / focal;
  const above = (height / 2 - row - 0.5) / focal;
  return add(forward, add(times(right, across), times(up, above)));
}

/** The column, row and depth of a place relative to the eye; nonsense where it is not deep. */
export function project(camera: Camera, place: Vector): Vector {
  const depth = dot(place, camera.forward);
  return [
    camera.width / 2 + (camera.focal * dot(place, camera.right)) / depth - 0.5,
    camera.height / 2 - (camera.focal * dot(place, camera.up)) / depth - 0.5,
    depth,
  ];
}
