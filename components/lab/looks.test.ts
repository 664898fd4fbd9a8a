import { expect, it } from 'vitest';
import { presets } from '../../src/experiment/presets.ts';
import { openingExperiment } from '../opening/experiment.ts';
import { lookOf } from './looks.ts';
import { defaultLooks, hashOf, seedCounts, stateOf, type LabState } from './state.ts';

const lab: LabState = { experiment: openingExperiment('square', 1, 'dense'), engineNamed: false, ...defaultLooks, openingSeed: 1, seeds: 100, theory: true, ran: false };

it.each(['reuse-tanh', 'reuse-tanh-alpha5'])('shows the figure of %s as projections of many seeds, also from a link', (id) => {
  expect(presets.map((preset) => preset.id)).toContain(id);
  const chosen = { ...lab, ...lookOf(id, lab) };
  expect(chosen.overlaps.show).toBe('projections');
  expect(seedCounts).toContain(chosen.seeds);
  expect(stateOf(hashOf(chosen))).toMatchObject({ overlaps: chosen.overlaps, seeds: 32 });
});

it('leaves alone how the rest is looked at', () => {
  expect(lookOf('square', lab)).toEqual({});
  expect(lookOf(null, { ...lab, ...lookOf('reuse-tanh', lab) })).toEqual({});
});

it('goes with the preset it came with', () => {
  expect(lookOf('square', { ...lab, ...lookOf('reuse-tanh', lab) })).toEqual({ overlaps: defaultLooks.overlaps, seeds: 1 });
});
