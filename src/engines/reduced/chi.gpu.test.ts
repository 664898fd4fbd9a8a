// The kernel's √χ² from one degree of freedom to a trillion.

import { afterAll, expect, test } from 'vitest';
import functions from '../../../shaders/functions.wgsl?raw';
import normal from '../../../shaders/normal.wgsl?raw';
import reducedChi from '../../../shaders/reduced_chi.wgsl?raw';
import rotations from '../../../shaders/rotations_by_shift.wgsl?raw';
import threefry from '../../../shaders/threefry.wgsl?raw';
import { allocate, release, storage } from '../../gpu/buffer.ts';
import { openGpu, type Gpu } from '../../gpu/device.ts';
import { createKernel } from '../../gpu/kernel.ts';
import { execute, Pace } from '../../gpu/program.ts';
import { stagingRing } from '../../gpu/readback.ts';
import { twinChi } from './gpu-twin.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

const COUNT = 40_000;
const SEED = 11;

const main = `
@group(0) @binding(0) var<storage, read> freedom: array<f32>;
@group(0) @binding(1) var<storage, read_write> draws: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < ${COUNT}u) { draws[id.x] = chi(freedom[0], 3u, id.x, ${SEED}u); }
}`;

/** √χ² at steps 0 … COUNT − 1. */
async function draw(freedom: number): Promise<Float32Array> {
  const device = await gpu();
  const sources = [rotations, threefry, normal, functions, reducedChi, main].map((code, i) => ({ name: `part ${i}`, code }));
  const kernel = await createKernel(device, { label: 'chi/main', sources });
  const buffers = { freedom: allocate(device, storage('chi/freedom', 1), Float32Array.of(freedom)), draws: allocate(device, storage('chi/draws', COUNT)) };
  const ring = stagingRing(device, 'chi/staging');
  const staging = ring.take(4 * COUNT);
  await execute(
    device,
    [
      { kind: 'dispatch', kernel, group: kernel.bind(buffers), workgroups: [Math.ceil(COUNT / 64), 1, 1], weight: 1 },
      { kind: 'copy', label: 'chi/read', source: buffers.draws, destination: staging, destinationOffset: 0, bytes: 4 * COUNT },
    ],
    new Pace(),
    { budget: 7 },
  );
  const content = await ring.read(staging, 4 * COUNT);
  ring.dispose();
  release(device, Object.values(buffers));
  return new Float32Array(content);
}

test.each([1, 2, 3, 4, 7, 30, 1000, 1e6, 1e12])('%d degrees of freedom: draw by draw as in float64, and the moments of χ²', async (freedom) => {
  const draws = await draw(freedom);
  let others = 0;
  let worst = 0;
  let [mean, square] = [0, 0];
  draws.forEach((chi, step) => {
    const exact = twinChi(freedom, 3, SEED, step);
    // Of √ν, not of itself: a χ near 0 is a difference.
    const error = Math.abs(chi - exact) / Math.sqrt(freedom);
    // Where the chance to keep a normal is met to rounding, one keeps it and the other does not.
    if (error > 1e-5) others++;
    else worst = Math.max(worst, error);
    // χ², standardised, with nothing that cancels at many degrees.
    const x = ((exact - Math.sqrt(freedom)) * (exact + Math.sqrt(freedom))) / Math.sqrt(2 * freedom);
    mean += x / COUNT;
    square += (x * x) / COUNT;
  });
  expect(others).toBeLessThanOrEqual(1);
  expect(worst).toBeLessThan(1e-6);
  // E x = 0, E x² = 1, Var x² = 2 + 12/ν; two at |z| ≤ 4.5 for nine cases: a false alarm in 8000 changes of the bits.
  expect(Math.abs(mean) * Math.sqrt(COUNT)).toBeLessThan(4.5);
  expect(Math.abs(square - 1) * Math.sqrt(COUNT / (2 + 12 / freedom))).toBeLessThan(4.5);
});
