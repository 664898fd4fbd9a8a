// A link as a library of WGSL functions, to be linked in front of the kernels together with shaders/functions.wgsl.

import type { Link } from './link.ts';
import { writeBody } from './write-wgsl.ts';

/** `fn activation(x: f32) -> f32` and its derivative `fn activation_derivative(x: f32) -> f32`. */
export function activationLibrary(link: Link): string {
  if (link.variables.length !== 1) throw new RangeError(`an activation has one variable, not ${link.variables.length}`);
  const [x] = link.variables;
  return [
    `fn activation(${x}: f32) -> f32 {\n${writeBody(link.root)}\n}\n`,
    `fn activation_derivative(${x}: f32) -> f32 {\n${writeBody(link.derivative(x).root)}\n}\n`,
  ].join('\n');
}

/** `fn target_value(z: array<f32, k>) -> f32`, where the link's z1 is z[0] and so on. (`target` is reserved in WGSL.) */
export function targetLibrary(link: Link, k: number): string {
  if (link.variables.length > k) throw new RangeError(`a target of ${k} directions cannot have ${link.variables.length} variables`);
  const body = writeBody(link.root);
  const used = link.variables.flatMap((name, i) => (new RegExp(`\\b${name}\\b`).test(body) ? [`  let ${name} = z[${i}];\n`] : []));
  return `fn target_value(z: array<f32, ${k}>) -> f32 {\n${used.join('')}${body}\n}\n`;
}
