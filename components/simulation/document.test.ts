import { describe, expect, it } from 'vitest';
import { documentOf, merged, resolve, type Sources } from './document.ts';

const none: Sources = { document: null, preset: null, json: null, attributes: {} };

describe('what an element stands for', () => {
  it('is a preset with attributes over it', () => {
    const { experiment } = resolve({ ...none, preset: 'he3-mu1.75', attributes: { seed: '7', loss: 'correlation', overlap: '0.25' } });
    expect(experiment).toMatchObject({ seed: 7, training: { loss: 'correlation', batch: 16384 }, initial: { overlap: 0.25 } });
  });

  it('is a JSON child over the preset, key by key', () => {
    const { experiment } = resolve({ ...none, preset: 'he3-mu1', json: '{ "training": { "steps": 10 }, "record": { "log": 5 } }' });
    expect(experiment).toMatchObject({ training: { steps: 10, batch: 256 }, record: { log: 5 } });
  });

  it('is the property alone, if that is set', () => {
    const document = { target: { link: 'z1' } };
    expect(documentOf({ ...none, document, preset: 'he3-mu1', attributes: { seed: '9' } })).toBe(document);
  });

  it('takes an expression that looks like a number as the expression it is', () => {
    expect(documentOf({ ...none, attributes: { link: '1', activation: 'x' } })).toEqual({ target: { link: '1' }, student: { activation: 'x' } });
  });

  it.each([
    [{ preset: 'he4' }, /^preset: found "he4"; allowed: he3-mu1\.75, /],
    [{ json: '{ "target": ' }, /allowed: a JSON document/],
    [{ preset: 'he3-mu1', attributes: { batch: 'many' } }, /^training\.batch: found "many"/],
  ])('says why there is none: %o', (part, message) => {
    expect(resolve({ ...none, ...part })).toEqual({ experiment: null, error: expect.stringMatching(message) as string });
  });
});

it('replaces alternatives whole: an overlap does not join matrices', () => {
  expect(merged({ M: [[0]], Q: [[1]] }, { overlap: 0.1 })).toEqual({ overlap: 0.1 });
  expect(merged({ every: 5 }, { log: 9 })).toEqual({ log: 9 });
  expect(merged({ link: 'z1', noise: 1 }, { hermite: [0, 1] })).toEqual({ noise: 1, hermite: [0, 1] });
  expect(merged({ hermite: [0, 1], width: 2 }, { activation: 'x' })).toEqual({ width: 2, activation: 'x' });
});
