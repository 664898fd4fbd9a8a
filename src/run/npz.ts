// A result as NumPy reads it: a zip of .npy files, one for each column, with the experiment beside them.

import { strToU8, zipSync } from 'fflate';
import { npyFile } from './npy.ts';

/** Whole numbers; all else is float64. */
const WHOLE = ['steps', 'seeds'];

/** Shape of nested arrays of numbers, else null. */
function shapeOf(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  if (value.every((entry) => typeof entry === 'number')) return [value.length];
  const shapes = value.map(shapeOf);
  const [first] = shapes;
  return first && shapes.every((shape) => shape?.join() === first.join()) ? [value.length, ...first] : null;
}

/** What is an array by its name, in which objects are joined with "_": M, or of an ensemble M_mean; and what is none. */
function sorted(result: object, before: string, arrays: Map<string, Uint8Array>): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(result) as [string, unknown][]) {
    const shape = shapeOf(value);
    if (shape) arrays.set(before + key, npyFile((value as number[][]).flat(shape.length - 1) as unknown as number[], shape, WHOLE.includes(before + key) ? '<i8' : '<f8'));
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const inner = sorted(value, `${before}${key}_`, arrays);
      if (Object.keys(inner).length > 0) rest[key] = inner;
    } else rest[key] = value;
  }
  return rest;
}

/**
 * The result document of a run or of an ensemble as `numpy.load` opens it: `steps`, `M` (steps × p × k), `Q`, `readout`, `risk` and what
 * else it has of numbers; `experiment.json` is the document that was run, and `about.json` who ran it.
 */
export function npzOf({ experiment, ...columns }: { readonly experiment: Record<string, unknown> }): Uint8Array<ArrayBuffer> {
  const arrays = new Map<string, Uint8Array>();
  const about = sorted(columns, '', arrays);
  const text = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const files = Object.fromEntries([...arrays].map(([name, bytes]) => [`${name}.npy`, bytes]));
  return zipSync({ ...files, 'experiment.json': text(experiment), 'about.json': text(about) });
}
