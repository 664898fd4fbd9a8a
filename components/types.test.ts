// What TypeScript knows of the elements of a stranger who imports them: tags, and events with their details. That this compiles is
// the test: with the rest of the house, and by .ci/manifest.test.ts alone, where nothing but the package's own entry declares anything.

import { expect, it } from 'vitest';
import type * as plateau from './index.ts';

/** Not called: there is no document in Node. */
const made = (): readonly [
  plateau.PlateauSimulation, plateau.PlateauChart, plateau.PlateauOverlaps, plateau.PlateauRisk, plateau.PlateauControls, plateau.PlateauExport, plateau.PlateauOpening, plateau.PlateauLab,
  plateau.PlateauTarget, plateau.PlateauPrediction, plateau.PlateauKernels, plateau.PlateauScaling, plateau.PlateauProfile, plateau.PlateauNeurons, plateau.PlateauTable,
  plateau.PlateauTimescales, plateau.PlateauResiduals, plateau.PlateauLearnedFunction, plateau.PlateauNeuronCloud, plateau.PlateauSlopes, plateau.PlateauFlowRisk,
] => [
  document.createElement('plateau-simulation'), document.createElement('plateau-chart'), document.createElement('plateau-overlaps'), document.createElement('plateau-risk'),
  document.createElement('plateau-controls'), document.createElement('plateau-export'), document.createElement('plateau-opening'), document.createElement('plateau-lab'),
  document.createElement('plateau-target'), document.createElement('plateau-prediction'), document.createElement('plateau-kernels'), document.createElement('plateau-scaling'),
  document.createElement('plateau-profile'), document.createElement('plateau-neurons'), document.createElement('plateau-table'),
  document.createElement('plateau-timescales'), document.createElement('plateau-residuals'), document.createElement('plateau-learned-function'),
  document.createElement('plateau-neuron-cloud'), document.createElement('plateau-slopes'), document.createElement('plateau-flow-risk'),
];

/** Each names a part of its detail, by its type. */
function listen(element: HTMLElement, take: (value: number) => void, read: (words: string | null | undefined) => void): void {
  element.addEventListener('plateau-snapshots', ({ detail }) => take(detail.fresh.length + detail.all[0].M[0]));
  element.addEventListener('plateau-progress', ({ detail }) => take(detail.step));
  element.addEventListener('plateau-state', ({ detail }) => read(detail.state === 'failed' ? detail.error : detail.state));
  element.addEventListener('plateau-change', ({ detail }) => read(detail.issues[0]?.path ?? detail.experiment?.target.link ?? detail.preset));
  element.addEventListener('plateau-look', ({ detail }) => read(detail.show ?? detail.xScale));
  element.addEventListener('cursor-move', ({ detail }) => take(detail ?? 0));
  element.addEventListener('scale-change', ({ detail }) => read(detail.axis === 'x' ? detail.scale : null));
  element.addEventListener('plateau-analysis', ({ detail }) => read(detail.error ?? detail.analysis?.informationExponent.why));
  element.addEventListener('plateau-prediction', ({ detail }) => take(detail.prediction?.recoveryTime ?? 0));
  element.addEventListener('plateau-scaling', ({ detail }) => take(detail.studies[0].points[0].dimension));
  element.addEventListener('plateau-timescales', ({ detail }) => take(detail.experiment.student.width));
  element.addEventListener('plateau-time', ({ detail }) => take(detail.index));
  element.addEventListener('plateau-opening', ({ detail }) => take(detail.seed));
  element.addEventListener('plateau-adopt', ({ detail }) => read(detail.loss === 'square' ? detail.loss : String(detail.seed)));
}

it('knows every tag, and every event with its detail', () => {
  const heard: unknown[] = [];
  const host = new EventTarget() as HTMLElement;
  listen(host, (value) => heard.push(value), (words) => heard.push(words));
  host.dispatchEvent(new CustomEvent('plateau-time', { detail: { index: 7 } satisfies plateau.TimeEventDetail }));
  host.dispatchEvent(new CustomEvent('plateau-adopt', { detail: { loss: 'square', seed: 3 } satisfies plateau.AdoptEventDetail }));
  expect(heard).toEqual([7, 'square']);
  expect(made).toBeTypeOf('function');
});
