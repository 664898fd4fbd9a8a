import { describe, expect, it } from 'vitest';
import { openingExperiment, openingSeed } from '../opening/experiment.ts';
import { defaultLooks, hashOf, stateOf, type LabState } from './state.ts';

const state: LabState = {
  experiment: openingExperiment('correlation', 5, 'dense'),
  engineNamed: true,
  overlaps: { xScale: 'log', yScale: 'linear', show: 'students' },
  risk: { xScale: 'log', yScale: 'log' },
  openingSeed: 12,
  seeds: 100,
  theory: false,
  ran: true,
};

describe('the address bar', () => {
  it('restores everything: experiment, axes, what is drawn, seeds behind it, theory beside it, seed of the comparison, whether it ran', () => {
    expect(stateOf(`#${hashOf(state)}`)).toEqual(state);
    const idle = { ...state, ...defaultLooks, ran: false, seeds: 1, theory: true };
    expect(stateOf(hashOf(idle))).toEqual(idle);
  });

  it('takes a link without a view, and one with a view from elsewhere', () => {
    const bare = hashOf(state).replace(/&view\.[^&]*/g, '');
    expect(stateOf(bare)).toMatchObject({ ...defaultLooks, openingSeed, seeds: 1, theory: true, ran: false });
    expect(stateOf(`${bare}&view.overlaps=cubic,,none&view.opening=-3&view.seeds=7`)).toMatchObject({ ...defaultLooks, openingSeed, seeds: 1 });
    expect(stateOf(`${bare}&view.opening=4,paper`)).toMatchObject({ openingSeed: 4 });
  });

  it('names an engine only where it was asked for', () => {
    expect(hashOf(state)).toMatch(/^engine=dense&/);
    const chosen: LabState = { ...state, engineNamed: false, experiment: { ...state.experiment, engine: 'reduced' } };
    expect(hashOf(chosen)).not.toContain('engine');
    expect(stateOf(hashOf(chosen))).toEqual({ ...chosen, experiment: { ...chosen.experiment, engine: 'dense' } });
    const reduced: LabState = { ...chosen, engineNamed: true };
    expect(stateOf(hashOf(reduced))).toEqual(reduced);
  });

  it('refuses junk in words', () => {
    expect(() => stateOf('training.batch=many')).toThrow('training.batch: found "many"');
  });
});
