// What is loaded before anything is drawn, known from what imports what: vite plugins that gather it in chunks and folders of its own.

import { join } from 'node:path';

/** The modules that `roots` import, at any distance, and themselves; what they only load later if `later` says so. */
function closure(context, roots, later = false) {
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const info = context.getModuleInfo(id);
    info?.importedIds.forEach(visit);
    if (later) info?.dynamicallyImportedIds.forEach(visit);
  };
  roots.forEach(visit);
  return seen;
}

/** `folder`: where a chunk goes, by whether `roots` (paths from the root) need anything in it. */
export function neededAtOnce(root, roots, [now, later]) {
  let needed = new Set();
  return {
    name: 'plateau-needed-at-once',
    buildEnd() {
      needed = closure(this, roots.map((path) => join(root, path)));
    },
    folder: ({ moduleIds }) => (moduleIds.some((id) => needed.has(id)) ? now : later),
  };
}

/**
 * The first figure of a page is `<plateau-simulation>` with `<plateau-overlaps>`, the worker it computes in, and the engine that a
 * machine without WebGPU runs. Two chunks for the page, since the worker needs one of them too; the worker is a chunk itself.
 */
export function firstFigure(root) {
  const at = (...paths) => paths.map((path) => join(root, path));
  const drawn = at('components/simulation/plateau-simulation.ts', 'components/chart/plateau-overlaps.ts', 'components/chart/plateau-chart.ts');
  const worker = at('src/run/worker.ts');
  const engine = at('src/engines/reduced/reduced.ts');
  const groups = new Map();
  return {
    name: 'plateau-first-figure',
    buildEnd() {
      const [page, apart, first] = [drawn, worker, engine].map((roots) => closure(this, roots));
      for (const id of first) groups.set(id, 'reduced');
      for (const id of apart) groups.delete(id);
      // What any worker may come to need stands apart from the elements: a worker that loads those stops, since it has no HTMLElement.
      const workers = closure(this, [...this.getModuleIds()].filter((id) => id.endsWith('worker.ts')), true);
      // A name that no module has, since other chunks are called by theirs.
      for (const id of page) groups.set(id, workers.has(id) ? 'shared' : 'first-figure');
    },
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'first figure', name: (id) => groups.get(id) ?? null }],
    },
  };
}
