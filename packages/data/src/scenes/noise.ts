/** Smooth noise over the plane, the same for the same place: textures of asphalt, plaster, leaves and clouds. */

/** In [0, 1), of whole numbers. */
export function hash(x: number, y: number, salt = 0): number {
  let bits = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1) ^ Math.imul(salt | 0, 0x2545f491);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 8) / 2 ** 24;
}

/** In [0, 1): the numbers of the four whole places around, mixed. */
export function noise(x: number, y: number, salt = 0): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const across = smooth(x - left);
  const down = smooth(y - top);
  const above = mix(hash(left, top, salt), hash(left + 1, top, salt), across);
  const below = mix(hash(left, top + 1, salt), hash(left + 1, top + 1, salt), across);
  return mix(above, below, down);
}

/** In [0, 1): noise of three sizes, the finer the weaker. */
export function cloudy(x: number, y: number, salt = 0): number {
  return (4 * noise(x, y, salt) + 2 * noise(2.1 * x, 2.1 * y, salt + 1) + noise(4.3 * x, 4.3 * y, salt + 2)) / 7;
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 up to `from`, 1 from `to` on, smooth between. */
export function step(from: number, to: number, x: number): number {
  return smooth(Math.min(1, Math.max(0, (x - from) / (to - from))));
}

function smooth(x: number): number {
  return x * x * (3 - 2 * x);
}
