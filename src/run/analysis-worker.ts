// Answers what src/run/analysis.ts asks, one question after another.

import { analyseTarget, type TargetAnalysis } from '../model/target/analysis.ts';
import { predictWith } from '../theory/predictions/predict.ts';
import type { Question } from './analysis.ts';
import type { Answer } from './questions.ts';

/** Targets looked at lately: a prediction wants the exponents of the one that stands beside it. */
const known = new Map<string, TargetAnalysis>();
const MOST_KNOWN = 16;

function analysisOf(link: string, directions: number): TargetAnalysis {
  const key = `${directions} ${link}`;
  let analysis = known.get(key);
  if (!analysis) {
    analysis = analyseTarget(link, directions);
    if (known.size === MOST_KNOWN) known.delete(known.keys().next().value!);
    known.set(key, analysis);
  }
  return analysis;
}

function exponentsOf(link: string, directions: number): Parameters<typeof predictWith>[1] {
  try {
    const { informationExponent, leapIndex } = analysisOf(link, directions);
    return { informationExponent: informationExponent.value, leapIndex: leapIndex.value, why: informationExponent.why };
  } catch (error) {
    // Beyond what is analysed there may still be an exponent that the prediction finds by itself.
    return { informationExponent: null, leapIndex: null, why: messageOf(error) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function answer(question: Question): unknown {
  if (question.kind === 'target') return analysisOf(question.link, question.directions);
  const { experiment } = question;
  return predictWith(experiment, exponentsOf(experiment.target.link, experiment.target.directions));
}

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  let said: Answer;
  try {
    said = { value: answer(data) };
  } catch (error) {
    said = { error: messageOf(error) };
  }
  self.postMessage(said);
});
