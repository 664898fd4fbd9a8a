// `plateau run`: one experiment, or one for each seed.

import { TooSlow } from '../engines/dense/dense.ts';
import { Unsupported } from '../engines/engine.ts';
import { engineHost, type EngineHost } from '../engines/open.ts';
import { parseExperiment, type EngineName, type Experiment } from '../experiment/experiment.ts';
import { recordedSteps } from '../experiment/quantities.ts';
import { applySetting } from '../experiment/settings.ts';
import { TooLarge } from '../gpu/buffer.ts';
import type { Progress } from '../run/contract.ts';
import { startEnsemble } from '../run/ensemble.ts';
import { toResult } from '../run/result.ts';
import { runExperiment, type RunRecord } from '../run/run.ts';
import { readRunArguments, type RunArguments } from './arguments.ts';
import { readDocument } from './document.ts';
import { profileTable, startProfiling, writeTrace, type Profiling } from './profile.ts';
import { openNodeGpu } from './gpu.ts';
import { checkOut, writeResult } from './output.ts';
import { openRuns, runAnother, sayingOnce } from './seeds.ts';
import { checkWeights, writeWeights } from './weights.ts';
import { Refused, type Terminal } from './terminal.ts';

/** No page has to stay smooth here: longer submissions waste less time between them. */
const SUBMISSION_MILLISECONDS = 50;
/** Largest overlaps kept for the quantiles of an ensemble: 400 MB. */
const MOST_OVERLAPS = 5e7;

export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const options = readRunArguments(words);
  const document = await readDocument(options.source, terminal);
  const experiment = parseExperiment(options.settings.reduce(applySetting, document));
  const steps = recordedSteps(experiment).length;
  const { seeds } = options;
  if (seeds && (seeds[1] - seeds[0] + 1) * steps > MOST_OVERLAPS)
    throw new Refused(`--seeds ${seeds.join('..')} with ${steps} recorded steps: allowed are ${Math.floor(MOST_OVERLAPS / steps)} seeds, or a record of fewer steps, such as --set 'record={"log":100}'`);
  await checkOut(options.out);
  await checkWeights(options.weights, experiment);
  await checkOut(options.trace, '--trace');
  const host = await openHost(experiment.engine, terminal);
  try {
    const profiling = options.profile || options.trace !== null ? startProfiling() : null;
    const result = seeds
      ? await runSeeds(experiment, seeds, host, options, terminal, profiling)
      : toResult(experiment, await runOne(experiment, host, options, terminal, '', profiling));
    const profile = await profiling?.end();
    if (profile && options.profile) terminal.say(profileTable(profile));
    if (profile && options.trace !== null) await writeTrace(options.trace, profile, `${options.source}, ${experiment.engine}`, result.adapter);
    await writeResult(result, options.out, terminal);
    return 0;
  } catch (error) {
    if (isRefusal(error)) throw new Refused(error.message);
    throw error;
  } finally {
    // A cancelled run ends with the process; to destroy a device whose driver is compiling would wait for it.
    if (!terminal.signal.aborted) host.dispose();
  }
}

/** Errors that say no to the experiment, not that a run failed. */
function isRefusal(error: unknown): error is Error {
  return error instanceof TooLarge || error instanceof TooSlow || error instanceof Unsupported;
}

async function openHost(engine: EngineName, terminal: Terminal): Promise<EngineHost> {
  // 130 MB of Dawn are loaded only by who needs them.
  const { gpu, note } = engine === 'dense' ? await openNodeGpu() : { gpu: undefined, note: null };
  if (note !== null) terminal.say(`plateau: ${note}`);
  const host = engineHost(gpu);
  host.budget = SUBMISSION_MILLISECONDS;
  return host;
}

async function runSeeds(experiment: Experiment, seeds: readonly [number, number], host: EngineHost, options: RunArguments, terminal: Terminal, profiling: Profiling | null) {
  const [first, last] = seeds;
  const ensemble = startEnsemble();
  const once = sayingOnce(terminal);
  const runs = openRuns(experiment, once);
  for (let seed = first; seed <= last; seed++) {
    const prefix = `seed ${seed} of ${first}..${last}, `;
    try {
      ensemble.add(await (runs ? runAnother(runs, { ...experiment, seed }, once, prefix, profiling) : runOne({ ...experiment, seed }, host, options, once, prefix, profiling)));
    } catch (error) {
      if (terminal.signal.aborted || isRefusal(error)) throw error;
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  return ensemble.result(experiment, [first, last]);
}

async function runOne(experiment: Experiment, host: EngineHost, { insist, weights }: RunArguments, terminal: Terminal, prefix: string, profiling: Profiling | null): Promise<RunRecord> {
  const { signal } = terminal;
  let step = 0;
  terminal.status(`${prefix}preparing ${experiment.engine}`);
  try {
    const running = runExperiment(experiment, {
      host,
      signal,
      insist,
      profiler: profiling?.profiler,
      keepWeights: weights !== null,
      onEnd: async (engine) => (weights === null ? undefined : writeWeights(weights, engine, experiment)),
      onProgress(progress) {
        ({ step } = progress);
        profiling?.collect();
        terminal.status(prefix + describe(progress));
      },
      onNotice: (message) => terminal.say(`plateau: ${message}`),
    });
    return await Promise.race([running, givenUp(signal, running)]);
  } catch (error) {
    // However an engine words its abort, what happened is that someone asked for it.
    if (signal.aborted) throw new Error(`cancelled: ${prefix}step ${step} of ${experiment.training.steps}; nothing was written`, { cause: error });
    throw error;
  }
}

/**
 * Rejects a second after a cancellation that had no effect: a driver that compiles a kernel hears nothing. What was
 * running then ends with the process.
 */
function givenUp(signal: AbortSignal, running: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const abandon = () => {
      const timer = setTimeout(() => reject(new Error('the engine did not stop')), 1000);
      running.finally(() => clearTimeout(timer)).catch(() => undefined);
    };
    signal.addEventListener('abort', abandon, { once: true });
    running.finally(() => signal.removeEventListener('abort', abandon)).catch(() => undefined);
    if (signal.aborted) abandon();
  });
}

function describe({ step, steps, stepsPerSecond, etaSeconds }: Progress): string {
  const share = steps === 0 ? 100 : Math.floor((100 * step) / steps);
  const pace = stepsPerSecond > 0 ? `, ${stepsPerSecond.toPrecision(3)} steps/s` : '';
  const eta = etaSeconds !== null && step < steps ? `, ${duration(etaSeconds)} left` : '';
  return `step ${step} of ${steps}, ${share} %${pace}${eta}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
