import { describe, expect, it } from 'vitest';
import { openingExperiment, openingSeed } from '../opening/experiment.ts';
import { defaultLooks, hashOf, stateOf, type LabState } from './state.ts';

const state: LabState = {
  experiment: openingExperiment('correlation', 5, 'small'),
  overlaps: { xScale: 'log', yScale: 'linear', show: 'students' },
  risk: { xScale: 'log', yScale: 'log' },
  openingSeed: 12,
  openingSize: 'paper',
  ran: true,
};

describe('the address bar', () => {
  it('restores everything: experiment, axes, what is drawn, seed and size of the comparison, whether it ran', () => {
    expect(stateOf(`#${hashOf(state)}`)).toEqual(state);
    const idle = { ...state, ...defaultLooks, ran: false, openingSize: null };
    expect(stateOf(hashOf(idle))).toEqual(idle);
  });

  it('takes a link without a view, and one with a view from elsewhere', () => {
    const bare = hashOf(state).replace(/&view\.[^&]*/g, '');
    expect(stateOf(bare)).toMatchObject({ ...defaultLooks, openingSeed, openingSize: null, ran: false });
    expect(stateOf(`${bare}&view.overlaps=cubic,,none&view.opening=-3`)).toMatchObject({ ...defaultLooks, openingSeed });
  });

  it('refuses junk in words', () => {
    expect(() => stateOf('training.batch=many')).toThrow('training.batch: found "many"');
  });
});
