// Who looks at the ball, and from where.

import { mat4, vec3 } from 'wgpu-matrix';
import type { Point } from './ball.ts';

/** Degrees: to the side and up. */
export interface View {
  readonly turn: number;
  readonly tilt: number;
}

export interface Seen {
  /** Of the ball's radius in pixels, from its centre; y down. */
  readonly x: number;
  readonly y: number;
  /** 1 nearest to the reader, −1 farthest, for points of the ball. */
  readonly depth: number;
}

/** Distance of the eye from the centre: near enough that what is close looks larger. */
const EYE = 4.5;
/** The outline seen from there has the radius 1 with this angle of view. */
const angle = 2 * Math.asin(1 / EYE);
/** Points of the sphere with less depth than this are on its far side. */
export const horizon = 1 / EYE;
/** From straight above there is no telling where up is. */
const STEEPEST = 85;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Any turn as one from −180 to 180, and no tilt beyond what can be looked from. */
export function settled({ turn, tilt }: View): View {
  return { turn: ((((turn + 180) % 360) + 360) % 360) - 180, tilt: Math.min(Math.max(tilt, -STEEPEST), STEEPEST) };
}

export function camera(view: View): (point: Point) => Seen {
  const { turn, tilt } = settled(view);
  const from = [Math.sin(radians(turn)) * Math.cos(radians(tilt)), Math.sin(radians(tilt)), Math.cos(radians(turn)) * Math.cos(radians(tilt))];
  const look = mat4.lookAt(vec3.scale(from, EYE), [0, 0, 0], [0, 1, 0]);
  const onto = mat4.multiply(mat4.perspective(angle, 1, 0.1, 10), look);
  const seen = vec3.create();
  return (point) => {
    vec3.transformMat4(point, onto, seen);
    return { x: seen[0], y: -seen[1], depth: vec3.dot(point, from) };
  };
}
