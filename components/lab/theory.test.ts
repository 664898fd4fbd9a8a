import { expect, it } from 'vitest';
import { openingExperiment } from '../opening/experiment.ts';
import { withTerm } from './theory.ts';

const experiment = openingExperiment('square', 1, 'dense');

it('keeps a term in the document, and nothing where all are as by default', () => {
  const without = withTerm(experiment, { noise: false });
  expect(without).toMatchObject({ form: 'process', signal: true, noise: false, intraBatch: true });
  expect(withTerm({ ...experiment, theory: without }, { form: 'ode' })).toMatchObject({ form: 'ode', noise: false });
  expect(withTerm({ ...experiment, theory: without }, { noise: true })).toBeNull();
});
