// Who is learned now: the state of each degree at one moment of a flow, and a sentence about it. theory/timescales.md, section 3:
// res_k = φ_k − σ_k <a s^k>, so res_k/φ_k is the share of degree k that the network still lacks.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { joinWords } from '../chart/words.ts';
import { withIndex } from './words.ts';

/** `absent`: φ_k = 0, nothing to learn. `barred`: σ_k = 0, no neuron feels it. `over`: more of it than the target has. */
type Stage = 'absent' | 'barred' | 'waiting' | 'learning' | 'learned' | 'over' | 'leaving' | 'still';

export interface DegreeState {
  readonly degree: number;
  readonly residual: number;
  /** res_k/φ_k; null where φ_k = 0. */
  readonly share: number | null;
  readonly stage: Stage;
}

/** A transition runs from 90 % to 10 %, as the time scales are measured. */
const [LEFT, MISSING] = [0.1, 0.9];
/** Change of |res_k/φ_k| per e-fold of time from which a degree is on the move: a tenth in five e-folds. */
const MOVING = 0.02;

/** d|res_k/φ_k|/d ln t between the neighbours of `at`; 0 at t = 0, which has no logarithm. */
function rateOf({ times, residuals, degrees, target }: FlowTrajectory, k: number, at: number): number {
  const [before, after] = [Math.max(at - 1, 1), Math.min(at + 1, times.length - 1)];
  if (at === 0 || before >= after) return 0;
  const share = (i: number): number => Math.abs(residuals[i * degrees + k] / target[k]);
  return (share(after) - share(before)) / Math.log(times[after] / times[before]);
}

function stageOf(flow: FlowTrajectory, k: number, at: number): Stage {
  if (flow.target[k] === 0) return 'absent';
  if (flow.student[k] === 0) return 'barred';
  const lack = flow.residuals[at * flow.degrees + k] / flow.target[k];
  if (lack < -LEFT) return 'over';
  const share = Math.abs(lack);
  if (share <= LEFT) return 'learned';
  if (share >= MISSING) return 'waiting';
  const rate = rateOf(flow, k, at);
  return rate < -MOVING ? 'learning' : rate > MOVING ? 'leaving' : 'still';
}

export function degreeStates(flow: FlowTrajectory, at: number): DegreeState[] {
  return Array.from({ length: flow.degrees }, (_, degree) => {
    const residual = flow.residuals[at * flow.degrees + degree];
    return { degree, residual, share: flow.target[degree] === 0 ? null : residual / flow.target[degree], stage: stageOf(flow, degree, at) };
  });
}

const degreesOf = (degrees: readonly number[]): string => `${degrees.length === 1 ? 'degree' : 'degrees'} ${joinWords(degrees.map(String))}`;

const say = (degrees: readonly number[], one: string, many: string): string[] => (degrees.length ? [`${degreesOf(degrees)} ${degrees.length === 1 ? one : many}`] : []);

const wordsOf = {
  over: ['overshoots', 'overshoot'],
  leaving: ['is being lost', 'are being lost'],
  still: ['stands still, learned in part', 'stand still, learned in part'],
} as const;

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** "Degree 2 is being learned; degrees 0 and 1 are learned." No numbers that change with every step: a screen reader hears it. */
export function learningWords(states: readonly DegreeState[]): string {
  const at = (stage: Stage): number[] => states.filter((state) => state.stage === stage).map(({ degree }) => degree);
  const [learning, learned, waiting, barred] = [at('learning'), at('learned'), at('waiting'), at('barred')];
  const astray = (['over', 'leaving', 'still'] as const).flatMap((stage) => say(at(stage), wordsOf[stage][0], wordsOf[stage][1]));
  const never = barred.map((k) => `degree ${k} is never learned, since ${withIndex('σ', k)} = 0`);
  const parts = [...say(learning, 'is being learned', 'are being learned'), ...astray, ...say(learned, 'is learned', 'are learned'), ...say(waiting, 'waits', 'wait'), ...never];
  const sentence = `${capital(parts.join('; '))}.`;
  if (learning.length || astray.length) return sentence;
  if (!learned.length) return `${['Nothing is learned yet', ...never].join('; ')}.`;
  if (waiting.length) return `A plateau: ${parts.join('; ')}.`;
  return barred.length ? sentence : 'Every degree of the target is learned.';
}
