// The dense engine's kernels: which WGSL files make each, and the generated library that gives them their shape.

import atWeights from '../../../shaders/at_weights.wgsl?raw';
import batchGradient from '../../../shaders/batch_gradient.wgsl?raw';
import dataSet from '../../../shaders/data_set.wgsl?raw';
import freshBatches from '../../../shaders/fresh_batches.wgsl?raw';
import functions from '../../../shaders/functions.wgsl?raw';
import gradient from '../../../shaders/gradient.wgsl?raw';
import groupLanes from '../../../shaders/group_lanes.wgsl?raw';
import groupSubgroup from '../../../shaders/group_subgroup.wgsl?raw';
import lengths from '../../../shaders/lengths.wgsl?raw';
import lookAhead from '../../../shaders/look_ahead.wgsl?raw';
import normal from '../../../shaders/normal.wgsl?raw';
import overlaps from '../../../shaders/overlaps.wgsl?raw';
import preactivations from '../../../shaders/preactivations.wgsl?raw';
import readoutGradient from '../../../shaders/readout_gradient.wgsl?raw';
import readoutUpdate from '../../../shaders/readout_update.wgsl?raw';
import reduce from '../../../shaders/reduce.wgsl?raw';
import residual from '../../../shaders/residual.wgsl?raw';
import residuals from '../../../shaders/residuals.wgsl?raw';
import rotationsByFloat from '../../../shaders/rotations_by_float.wgsl?raw';
import rotationsByShift from '../../../shaders/rotations_by_shift.wgsl?raw';
import run from '../../../shaders/run.wgsl?raw';
import threefry from '../../../shaders/threefry.wgsl?raw';
import update from '../../../shaders/update.wgsl?raw';
import type { Experiment } from '../../experiment/experiment.ts';
import type { Gpu } from '../../gpu/device.ts';
import { createKernel, type Kernel, type Source } from '../../gpu/kernel.ts';
import { parseLink, targetVariables } from '../../model/link.ts';
import { activationLibrary, targetLibrary } from '../../model/wgsl.ts';
import type { Layout } from './layout.ts';

export interface DenseKernels {
  /** What makes the partial gradients, in order: one kernel, or three. */
  readonly batch: { readonly [label: string]: Kernel };
  readonly reduce: Kernel;
  readonly update: Kernel;
  readonly overlaps: Kernel;
  /** Where the second layer learns. */
  readonly readout: { readonly gradient: Kernel; readonly update: Kernel } | null;
}

export async function denseKernels(gpu: Gpu, experiment: Experiment, layout: Layout): Promise<DenseKernels> {
  const { target, student, training: { dataset } } = experiment;
  const file = (name: string, code: string): Source => ({ name: `${name}.wgsl`, code });
  const rotations = gpu.fallback ? file('rotations_by_float', rotationsByFloat) : file('rotations_by_shift', rotationsByShift);
  const random = [rotations, file('threefry', threefry), file('normal', normal)];
  const shape = [file('shape (generated)', shapeLibrary(layout, dataset)), file('run', run)];
  const samples = [...random, dataset === null ? file('fresh_batches', freshBatches) : file('data_set', dataSet)];
  const links = [
    file('functions', functions),
    file('activation (generated)', activationLibrary(parseLink(student.activation, ['x']))),
    file('target (generated)', targetLibrary(parseLink(target.link, targetVariables(target.directions)), target.directions)),
    file('residual', residual),
    layout.lengths ? file('look_ahead', lookAhead) : file('at_weights', atWeights),
  ];
  const make = (name: string, sources: Source[]) =>
    createKernel(gpu, { label: `dense/${name}`, sources, constants: name === 'batch_gradient' ? {} : { WORKGROUP: layout.workgroup } });

  const group = layout.subgroup ? file('group_subgroup', groupSubgroup) : file('group_lanes', groupLanes);
  const enable = layout.subgroup ? [file('enable', 'enable subgroups;')] : [];
  const batch =
    layout.kind === 'owned'
      ? { batch_gradient: make('batch_gradient', [...enable, ...shape, ...samples, ...links, file('lengths', lengths), file('batch_gradient', batchGradient), group]) }
      : {
          preactivations: make('preactivations', [...shape, ...samples, file('lengths', lengths), file('preactivations', preactivations)]),
          residuals: make('residuals', [...shape, ...samples, ...links, file('residuals', residuals)]),
          gradient: make('gradient', [...shape, ...samples, file('gradient', gradient)]),
        };
  const rest = {
    reduce: make('reduce', [...shape, file('reduce', reduce)]),
    update: make('update', [...shape, file('update', update)]),
    overlaps: make('overlaps', [...shape, file('overlaps', overlaps)]),
  };
  const readout = layout.readout
    ? [make('readout_gradient', [...shape, ...samples, ...links, file('readout_gradient', readoutGradient)]), make('readout_update', [...shape, file('readout_update', readoutUpdate)])]
    : [];
  const names = Object.keys(batch);
  const [batchKernels, reduceKernel, updateKernel, overlapsKernel, readoutKernels] = await Promise.all([
    Promise.all(Object.values(batch)),
    rest.reduce,
    rest.update,
    rest.overlaps,
    Promise.all(readout),
  ]);
  return {
    batch: Object.fromEntries(names.map((name, i) => [name, batchKernels[i]])),
    reduce: reduceKernel,
    update: updateKernel,
    overlaps: overlapsKernel,
    readout: layout.readout ? { gradient: readoutKernels[0], update: readoutKernels[1] } : null,
  };
}

/** The sizes of shaders/run.wgsl, which arrays need at compile time. */
function shapeLibrary(layout: Layout, dataset: number | null): string {
  const { p, k, n, quads, chunks, quadChunk, partials, sampleChunk, rowChunks, rowChunk, lanes, group, lengths, readoutPartials, readoutSamples } = layout;
  const sizes = {
    P: p, K: k, BATCH: n, QUADS: quads, CHUNKS: chunks, CHUNK_QUADS: quadChunk, PARTIALS: partials, PARTIAL_SAMPLES: sampleChunk,
    ROW_CHUNKS: rowChunks, ROW_CHUNK_QUADS: rowChunk, LANES: lanes, GROUP: group,
    ...(readoutPartials > 0 ? { READOUT_PARTIALS: readoutPartials, READOUT_SAMPLES: readoutSamples } : {}),
    LENGTHS: lengths ? 1 : 0, DATASET: dataset ?? 0,
  };
  return Object.entries(sizes).map(([name, size]) => `const ${name} = ${size}u;\n`).join('');
}
