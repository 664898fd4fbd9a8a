// How a dense step is laid out over threads, chosen by size and adapter. Two ways to make the gradient of a batch:
//   owned       `batch_gradient`: a workgroup owns whole samples, each normal drawn once and kept until it is used again
//   regenerated `preactivations`, `residuals`, `gradient`: Z is drawn twice and never kept, for any size
// Either way no n×d buffer exists. docs/performance.md has the measurements behind the constants.

export interface Sizes {
  readonly d: number;
  readonly n: number;
  readonly p: number;
  readonly k: number;
  /** Whether |z|² of each sample is kept beside its fields, as one more of them. */
  readonly lengths?: boolean;
  /** Whether the readout learns, from fields that are then kept: the layout is `regenerated`. */
  readonly readout?: boolean;
}

export interface Hardware {
  /** A software adapter: one subgroup is one CPU thread's vector, and registers are its stack. */
  readonly fallback: boolean;
  /** 0 where unknown. */
  readonly subgroupSize: number;
  readonly maxInvocations: number;
}

export interface Layout extends Sizes {
  readonly kind: 'owned' | 'regenerated';
  /** ⌈d/4⌉ */
  readonly quads: number;
  /** Blocks of four rows: of the fields (k + p, and one more for |z|²), of the neurons (p). */
  readonly fieldBlocks: number;
  readonly neuronBlocks: number;
  /** Threads of a workgroup. */
  readonly workgroup: number;
  /** owned: threads that share a sample, in groups of `group`, and whether such a group is a subgroup. */
  readonly lanes: number;
  readonly group: number;
  readonly subgroup: boolean;
  /** Chunks of a row in `preactivations`, and quads in one. */
  readonly chunks: number;
  readonly quadChunk: number;
  /** Partial gradients, and the samples that go into one, a multiple of four. */
  readonly partials: number;
  readonly sampleChunk: number;
  /** Chunks of a row in `reduce` and `update`, and quads in one. */
  readonly rowChunks: number;
  readonly rowChunk: number;
  /** Where the readout learns: partial sums of its gradient, and the samples that go into one; else 0 of them. */
  readonly readoutPartials: number;
  readonly readoutSamples: number;
}

/** Blocks that a thread holds at a time; the kernels name as many matrices. */
export const TILE = 4;
/** Words that all partial gradients together may take. */
const PARTIAL_WORDS = 1 << 24;
/** Threads that keep the machine busy. */
const BUSY = { fallback: 64, gpu: 65536 };

export function chooseLayout(sizes: Sizes, hardware: Hardware, kind?: Layout['kind']): Layout {
  // A barrier costs SwiftShader more than drawing the samples again.
  if (kind === 'regenerated' || sizes.readout || (kind === undefined && hardware.fallback)) return regeneratedLayout(sizes, hardware);
  const owned = ownedLayout(sizes, hardware);
  if (kind === 'owned' && !owned) throw new Error(`d = ${sizes.d}, p = ${sizes.p} does not fit an owned layout: a quad a thread, four blocks of fields`);
  return owned ?? regeneratedLayout(sizes, hardware);
}

function common(sizes: Sizes, fallback: boolean) {
  const { d, p, k, lengths } = sizes;
  const quads = Math.ceil(d / 4);
  // At most 32 chunks a row, since `update` adds up their sums in every thread.
  const rowChunk = Math.max(fallback ? 1024 : 64, Math.ceil(quads / 32));
  return { ...sizes, quads, fieldBlocks: Math.ceil((p + k + (lengths ? 1 : 0)) / 4), neuronBlocks: Math.ceil(p / 4), rowChunk, rowChunks: Math.ceil(quads / rowChunk) };
}

/** Null where a row has more quads than a workgroup has threads, or a lane would hold too many rows. */
function ownedLayout(sizes: Sizes, { fallback, subgroupSize, maxInvocations }: Hardware): Layout | null {
  const base = common(sizes, fallback);
  const { quads, fieldBlocks } = base;
  const subgroup = subgroupSize >= 4;
  const group = subgroup ? subgroupSize : 8;
  const lanes = group * Math.ceil(quads / group);
  if (fieldBlocks > TILE || lanes > maxInvocations) return null;
  const wanted = Math.ceil((fallback ? 16 * BUSY.fallback : BUSY.gpu) / lanes);
  return { ...base, ...partition(base, wanted), readoutPartials: 0, readoutSamples: 0, kind: 'owned', workgroup: 64, lanes, group, subgroup, chunks: 1, quadChunk: quads };
}

function regeneratedLayout(sizes: Sizes, { fallback }: Hardware): Layout {
  const base = common(sizes, fallback);
  const { quads, n } = base;
  const busy = fallback ? BUSY.fallback : BUSY.gpu;
  const workgroup = fallback ? 16 : 64;
  // Enough threads: rows are cut where the batch alone is too small, the batch where one row is.
  const wantedChunks = clamp(Math.ceil((4 * busy) / n), 1, Math.ceil(quads / 16));
  const quadChunk = Math.ceil(quads / wantedChunks);
  return {
    ...base, ...partition(base, Math.ceil(busy / quads)), ...readoutPartition(sizes, workgroup), kind: 'regenerated', workgroup,
    lanes: 1, group: 1, subgroup: false, quadChunk, chunks: Math.ceil(quads / quadChunk),
  };
}

/**
 * Cuts the batch into chunks, in multiples of four: about `wanted`, at least so many that none sums more than 1024
 * samples one after the other (float32 rounding grows with the length of a sum), at most what memory allows.
 */
function partition({ n, quads, neuronBlocks }: { n: number; quads: number; neuronBlocks: number }, wanted: number): { partials: number; sampleChunk: number } {
  const most = Math.max(1, Math.floor(PARTIAL_WORDS / (16 * neuronBlocks * quads)));
  const count = clamp(Math.max(wanted, Math.ceil(n / 1024)), 1, most);
  const sampleChunk = 4 * Math.ceil(n / count / 4);
  return { sampleChunk, partials: Math.ceil(n / sampleChunk) };
}

/** At least four samples a thread, and at most 256 partial sums, which one thread adds up. */
function readoutPartition({ n, readout }: Sizes, workgroup: number): { readoutPartials: number; readoutSamples: number } {
  const readoutSamples = Math.max(4 * workgroup, Math.ceil(n / 256));
  return readout ? { readoutSamples, readoutPartials: Math.ceil(n / readoutSamples) } : { readoutSamples: 0, readoutPartials: 0 };
}

function clamp(x: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, x));
}

/** Normals drawn in one step: what its time is proportional to. */
export function normalsPerStep({ kind, n, quads, fieldBlocks, neuronBlocks }: Layout): number {
  return 4 * n * quads * (kind === 'owned' ? 1 : Math.ceil(fieldBlocks / TILE) + Math.ceil(neuronBlocks / TILE));
}
