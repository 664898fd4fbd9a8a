// Answers what page.ts asks, one question after another.

import type { Answer } from '../questions.ts';
import type { Question } from './page.ts';
import { planOf, type Plan } from './plan.ts';
import { pointAt } from './scaling.ts';

/** The exponents of a target take longer than a point of it: they are worked out once. */
const plans = new Map<string, Plan>();

function planFor(document: object): Plan {
  const key = JSON.stringify(document);
  const plan = plans.get(key) ?? planOf(document);
  plans.set(key, plan);
  return plan;
}

async function answer(question: Question): Promise<unknown> {
  const plan = planFor(question.document);
  return question.kind === 'plan' ? plan : pointAt(plan, question.dimension, question.seeds);
}

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  void answer(data)
    .then((value): Answer => ({ value }))
    .catch((error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((said) => self.postMessage(said));
});
