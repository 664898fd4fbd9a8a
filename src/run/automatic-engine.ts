// Which engine runs an experiment that names none: decided from the document and from what is known of the machine, at once and
// before anything is opened.

import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { cpuEngine } from './engine-choice.ts';
import type { HostDescription } from './messages.ts';

export interface EngineChoice {
  readonly engine: EngineName;
  /** A sentence. */
  readonly why: string;
}

const noSamples = 'it draws the overlaps’ exact law, and no samples in d dimensions';

/** The engine for an experiment that names none. `host` is null while it is not known what computes here. */
export function automaticEngine(experiment: Experiment, host: HostDescription | null): EngineChoice {
  const onCpu = cpuEngine(experiment);
  const exact = onCpu === 'reduced';
  if (host && !host.webgpu)
    return { engine: onCpu, why: `There is no WebGPU here. “${onCpu}” runs on the processor: ${exact ? noSamples : 'the same chain as “dense”, more slowly'}.` };
  const bytes = rowBytes(experiment);
  if (host && exact && bytes > host.bufferBytes)
    return { engine: 'reduced', why: `The weights are ${gigabytes(bytes)} GB, more than the graphics adapter holds. “reduced” holds none: ${noSamples}.` };
  if (host?.fallbackAdapter)
    return { engine: onCpu, why: `This machine’s WebGPU is a software one. “${onCpu}” is faster: ${exact ? noSamples : 'the same chain as “dense”, in float64 on the processor'}.` };
  return { engine: 'dense', why: 'The chain itself, on d-dimensional samples, by the graphics adapter.' };
}

const gigabytes = (bytes: number): string => (bytes < 1e10 ? (bytes / 1e9).toPrecision(2) : String(Math.round(bytes / 1e9)));

/** Bytes that `dense` keeps of W and W* in one buffer: blocks of four rows by four coordinates, float32. */
const rowBytes = ({ data, student, target }: Experiment): number =>
  64 * Math.ceil((student.width + target.directions) / 4) * Math.ceil(data.dimension / 4);
