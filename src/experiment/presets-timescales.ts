// The learning time scales of 2303.00055 as experiments: the canonical staircase, and one case for each way out of it. Functions
// are given by their coefficients of normalised Hermite polynomials h_k.

import { timescalesDocuments } from './preset-documents-timescales.ts';
import type { Preset } from './presets.ts';

const paper = 'arXiv:2303.00055';

export const timescalesPresets: readonly Preset[] = [
  {
    id: 'timescales-canonical',
    title: 'One degree after the other, ε = 10⁻¹²',
    description: 'The second layer learns far faster than the first. Degrees 0, 1, 2 and 3 of the target are learned one at a time, at times of order ε, √ε ln(1/ε), ε^(1/4) and ε^(1/6). Plateaus part slowly as ε falls: at 10⁻¹⁰ the last two still overlap.',
    paper,
    document: timescalesDocuments['timescales-canonical'],
  },
  {
    id: 'timescales-missing-degree',
    title: 'A missing degree holds the next one up',
    description: 'The target has no degree 2. After degree 1 nothing makes the overlaps grow but degree 3 itself, which then takes a time of order one, however small ε is.',
    paper,
    document: timescalesDocuments['timescales-missing-degree'],
  },
  {
    id: 'timescales-blind',
    title: 'An activation that does not feel degree 2',
    description: 'σ₂ = 0 and φ₂ = 0.8: no arrangement of the neurons has a second degree, and the risk stays above 0.8²/2 = 0.32 for ever; degree 3 is held up as if 2 were missing.',
    paper,
    document: timescalesDocuments['timescales-blind'],
  },
  {
    id: 'timescales-stuck',
    title: 'No degree 1, stuck for ever',
    description: 'In infinite dimension the neurons start without overlap, and only degree 1 of the target moves them. Without it degree 0 is learned and nothing else; in a finite dimension it is a matter of ln(εd).',
    paper,
    document: timescalesDocuments['timescales-stuck'],
  },
  {
    id: 'timescales-one-atom',
    title: 'All readouts start alike',
    description: 'Twenty neurons with one and the same readout remain one neuron. What makes degree 1 fast is that readouts differ: here it takes a time of order one.',
    paper,
    document: timescalesDocuments['timescales-one-atom'],
  },
  {
    id: 'timescales-rademacher',
    title: 'Readouts that start from two values',
    description: 'Readouts ±1 make two kinds of neurons: degree 1 is as fast as ever, degree 2 takes a time of order one, whatever ε.',
    paper,
    document: timescalesDocuments['timescales-rademacher'],
  },
  {
    id: 'timescales-inverted',
    title: 'A small degree 1 comes after degree 2',
    description: 'φ₁ = 0.02 is small beside √ε = 0.1: degree 1 only sets off what degree 2 then does faster, and is itself learned later.',
    paper,
    document: timescalesDocuments['timescales-inverted'],
  },
  {
    id: 'timescales-trap',
    title: 'A sign that traps the flow',
    description: 'φ₃σ₃ < 0 and the others above 0: at ε = 10⁻³ the neurons gather at a few overlaps and the risk stays where it is. The order of learning is a statement about ε → 0: below some 10⁻⁵ the staircase is back.',
    paper,
    document: timescalesDocuments['timescales-trap'],
  },
  {
    id: 'timescales-sgd',
    title: 'Both layers by descent, ε = 0.1',
    description: 'One-pass descent of both layers in d = 100, the second ten times faster. With steps η = 0.002 on 256 samples it keeps within a few hundredths of the gradient flow; the distance grows like ηd/n.',
    paper,
    document: timescalesDocuments['timescales-sgd'],
  },
];
