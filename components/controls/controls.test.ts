import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import { presets } from '../../src/experiment/presets.ts';
import { setAt } from '../../src/experiment/settings.ts';
import { exactInitial, fieldOfIssue, readNumber, textOf, withText } from './codec.ts';
import { derivedWords } from './derived.ts';
import { withExpressions } from './expressions.ts';
import { controlFields, type Field } from './fields.ts';
import { formula } from './formula.ts';

/** What a template would show, without a page to show it in. */
function textOfTemplate(part: unknown): string {
  if (typeof part === 'string' || typeof part === 'number') return String(part);
  if (Array.isArray(part)) return part.map(textOfTemplate).join('');
  if (typeof part !== 'object' || part === null) return '';
  const { strings, values } = part as { strings: readonly string[]; values: readonly unknown[] };
  return strings.reduce((text, piece, i) => text + piece.replace(/<[^>]*>/g, '') + textOfTemplate(values[i]), '');
}

const field = (path: string): Field => controlFields.find((each) => each.path === path)!;
const he3 = parseExperiment(presets[0].document);

describe('a field and the document', () => {
  it.each(presets.map((preset) => [preset.id, preset.document] as const))('leaves preset %s as it is when nothing is typed', (_, document) => {
    const experiment = parseExperiment(document);
    for (const each of controlFields) expect(withText(each, textOf(each, experiment), experiment), each.path).toEqual(experiment);
  });

  it('takes an expression in place of coefficients, a law for a readout, and no end of dimensions', () => {
    const flow = parseExperiment({
      target: { hermite: [0, 1] }, student: { width: 2, hermite: [0, 1], readout: { law: 'atoms', values: [1, -1] } },
      data: { dimension: 'infinity' }, theory: { form: 'flow', epsilon: 0.1, horizon: 1 }, engine: 'theory',
    });
    expect(textOf(field('data.dimension'), flow)).toBe('infinity');
    expect(textOf(field('student.readout'), flow)).toBe('{"law":"atoms","values":[1,-1]}');
    expect(withText(field('student.readout'), '{"law":"gaussian","std":2}', flow)).toMatchObject({ student: { readout: { law: 'gaussian', std: 2 } } });
    expect(parseExperiment(withText(field('target.link'), 'He3(z1)', flow)).target).toMatchObject({ link: 'He3(z1)', directions: 1 });
    expect(withText(field('target.link'), 'He3(z1)', flow)).not.toHaveProperty('target.hermite');
    expect(parseExperiment(withText(field('data.dimension'), 'infinity', setAt(flow, 'data.dimension', 50)))).toEqual(flow);
  });

  it('takes numbers as people write them', () => {
    expect(['16384', '1.6e4', '16,384', '2^14', '-0.5', '1e-6'].map(readNumber)).toEqual([16384, 16000, 16384, 16384, -0.5, 1e-6]);
    expect(['', 'many', '1,2'].map(readNumber)).toEqual(['', 'many', '1,2']);
  });

  it('writes an overlap where there were matrices, and matrices stay unless typed over', () => {
    expect(textOf(field('initial'), he3)).toBe(exactInitial);
    expect(withText(field('initial'), '0.125', he3)).toMatchObject({ initial: { overlap: 0.125 } });
    expect(withText(field('initial'), 'random', he3)).toMatchObject({ initial: 'random' });
  });

  it('reads a readout of numbers and a grid of points', () => {
    expect(withText(field('student.readout'), '1, -1, 0.5, 2', he3)).toMatchObject({ student: { readout: [1, -1, 0.5, 2] } });
    expect(withText(field('record.every'), 'log 300', he3)).toMatchObject({ record: { log: 300 } });
    expect(textOf(field('record.every'), { record: { log: 300 } })).toBe('log 300');
  });

  it('hands nonsense on, for the schema to refuse by name', () => {
    expect(() => parseExperiment(withText(field('training.batch'), 'many', he3))).toThrow('training.batch: found "many"');
  });
});

it('writes every kind of expression as a formula, products too', () => {
  const written = (source: string): string => textOfTemplate(formula('h*(z)', source, ['z1', 'z2', 'z3']));
  expect(written('z1*z2*z3')).toBe('h*(z)=z1z2z3');
  expect(written('2*z1 - 3*z1*z2')).toBe('h*(z)=2z1−3z1z2');
  expect(written('-z1*(z2 + 1)/2')).toContain('−');
  expect(written('tanh(z1 + He3(z2))^2')).toBe('h*(z)=(tanh\u2061(z1+He3\u2061(z2)))2');
  expect(formula('h*(z)', 'z1*(', ['z1'])).toBeNull();
});

it('puts an issue beside the field it is about', () => {
  expect(fieldOfIssue('initial.M.2.0', controlFields)?.path).toBe('initial');
  expect(fieldOfIssue('record.log', controlFields)?.path).toBe('record.every');
  expect(fieldOfIssue('training.weightDecay', controlFields)).toBeUndefined();
});

it('tells of a broken expression even while another setting is wrong', () => {
  const document = { ...he3, target: { ...he3.target, link: 'He3(z1' } };
  const issues = withExpressions([{ path: 'training.batch', found: '0', allowed: 'more' }], document);
  expect(issues.map(({ path }) => path)).toEqual(['training.batch', 'target.link']);
});

it('says what follows: the batch exponent 1.75 of the published figure, and samples in all', () => {
  const words = derivedWords(he3);
  expect(words[0]).toBe('n = d^1.75');
  expect(words).toContain('γ/p = 0.128');
  expect(words).toContain('819,200 samples in all');
});
