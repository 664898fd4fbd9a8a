// The kernel of an ensemble of reduced runs: its shape, its WGSL files and its memory.

import functions from '../../../shaders/functions.wgsl?raw';
import normal from '../../../shaders/normal.wgsl?raw';
import reducedChi from '../../../shaders/reduced_chi.wgsl?raw';
import reducedRun from '../../../shaders/reduced_run.wgsl?raw';
import reducedStep from '../../../shaders/reduced_step.wgsl?raw';
import sumsPrivate from '../../../shaders/reduced_sums_private.wgsl?raw';
import sumsStaged from '../../../shaders/reduced_sums_staged.wgsl?raw';
import reducedWishart from '../../../shaders/reduced_wishart.wgsl?raw';
import rotationsByFloat from '../../../shaders/rotations_by_float.wgsl?raw';
import rotationsByShift from '../../../shaders/rotations_by_shift.wgsl?raw';
import threefry from '../../../shaders/threefry.wgsl?raw';
import type { Experiment } from '../../experiment/experiment.ts';
import { storage, uniform, type BufferPlan } from '../../gpu/buffer.ts';
import type { Gpu } from '../../gpu/device.ts';
import { createKernel, type Kernel, type Source } from '../../gpu/kernel.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';
import { activationLibrary, targetLibrary } from '../../model/wgsl.ts';
import { sampleLibrary, sumCount, type Sums } from './gpu-sample.ts';

export interface Shape {
  readonly p: number;
  readonly k: number;
  readonly n: number;
  readonly runs: number;
  /** Threads of a workgroup. A run's bits depend on it and on `sums`, so these depend on p, k, n and the adapter alone. */
  readonly workgroup: number;
  readonly sums: Sums;
  /** Most runs in a dispatch: what there is working memory for. */
  readonly groups: number;
}

/** Words of working memory that all groups of a dispatch share out. */
const WORK_WORDS = 1 << 24;
/** Runs that fill any GPU. */
const MOST_GROUPS = 1024;

/** Registers that a GPU's lane has for sums. */
const MOST_PRIVATE_SUMS = 64;

export function chooseShape({ student: { width: p }, target: { directions: k }, training: { batch: n } }: Experiment, runs: number, gpu: Gpu, asked: Partial<Pick<Shape, 'workgroup' | 'sums'>> = {}): Shape {
  // SwiftShader: four threads are one vector, and more are as many coroutines that every barrier switches between (64 of
  // them take five times as long); its registers are its stack, and staging takes three times as long. On a GPU a thread
  // should have some samples, and a workgroup more than one subgroup, to hide latency behind.
  const workgroup = asked.workgroup ?? (gpu.fallback ? 4 : Math.min(256, Math.max(32, 2 ** Math.ceil(Math.log2(n / 8)))));
  const sums = asked.sums ?? (gpu.fallback || sumCount(p, k) <= MOST_PRIVATE_SUMS ? 'private' : 'staged');
  const { work, stage } = groupWords({ p, k, workgroup, sums });
  return { p, k, n, runs, workgroup, sums, groups: Math.max(1, Math.min(runs, MOST_GROUPS, Math.floor(WORK_WORDS / (work + stage)))) };
}

/** Words that a workgroup has of `work`, its sums among them, `stage` and `tiles` (shaders/reduced_run.wgsl, reduced_sums_staged.wgsl). */
function groupWords({ p, k, workgroup, sums }: Pick<Shape, 'p' | 'k' | 'workgroup' | 'sums'>): Record<'sums' | 'work' | 'stage' | 'tiles', number> {
  const rest = 2 * p * p + p * (k + 2 * p) + 2 * p;
  if (sums === 'private') return { sums: sumCount(p, k) * workgroup, work: sumCount(p, k) * workgroup + rest, stage: 0, tiles: 0 };
  const columns = Math.ceil((k + p) / 4) + Math.ceil(p / 4);
  const count = Math.ceil(p / 4) * columns;
  return { sums: 0, work: rest, stage: 4 * workgroup * columns, tiles: 16 * count * Math.max(1, Math.floor(workgroup / count)) };
}

/** Uniform offsets must be multiples of this on every adapter. */
export const SLICE_STRIDE = 256;

type BufferName = 'ensemble' | 'slices' | 'fixed' | 'recorded' | 'rows' | 'work' | 'failed' | 'history';

/** `slots` recorded steps are kept between two reads; `records` of them in the whole run. */
export function bufferPlans(shape: Shape, slots: number, records: number, slices: number): Record<BufferName, BufferPlan> & Partial<Record<'stage' | 'tiles', BufferPlan>> {
  const { p, k, runs, groups, sums } = shape;
  const { work, stage, tiles } = groupWords(shape);
  return {
    ensemble: uniform('reduced/ensemble', 28),
    slices: uniform('reduced/slices', SLICE_STRIDE * slices),
    fixed: storage('reduced/fixed', p + k * k),
    recorded: storage('reduced/recorded', records + 1),
    rows: storage('reduced/rows', runs * p * (k + p)),
    work: storage('reduced/work', groups * work),
    failed: storage('reduced/failed', runs),
    history: storage('reduced/history', slots * runs * p * (k + p)),
    ...(sums === 'staged' ? { stage: storage('reduced/stage', groups * stage), tiles: storage('reduced/tiles', groups * tiles) } : {}),
  };
}

export function reducedKernel(gpu: Gpu, experiment: Experiment, shape: Shape): Promise<Kernel> {
  const { target, student } = experiment;
  const { p, k, n, workgroup, sums } = shape;
  const file = (name: string, code: string): Source => ({ name: `${name}.wgsl`, code });
  const sizes = { P: p, K: k, BATCH: n, WORKGROUP: workgroup, SUMS: groupWords(shape).sums };
  const constants = Object.entries(sizes).map(([name, size]) => `const ${name} = ${size}u;\n`).join('');
  return createKernel(gpu, {
    label: 'reduced/reduced_step',
    sources: [
      file('shape (generated)', constants),
      file('reduced_run', reducedRun),
      gpu.fallback ? file('rotations_by_float', rotationsByFloat) : file('rotations_by_shift', rotationsByShift),
      file('threefry', threefry),
      file('normal', normal),
      file('functions', functions),
      file('activation (generated)', activationLibrary(parseLink(student.activation, activationVariables()))),
      file('target (generated)', targetLibrary(parseLink(target.link, targetVariables(k)), k)),
      file('reduced_chi', reducedChi),
      file('reduced_wishart', reducedWishart),
      file('sample (generated)', sampleLibrary(experiment, sums)),
      sums === 'private' ? file('reduced_sums_private', sumsPrivate) : file('reduced_sums_staged', sumsStaged),
      file('reduced_step', reducedStep),
    ],
  });
}
