// Opening a GPU: which features and limits are asked for, what came, and words for when nothing did.

/** There is no usable WebGPU here; the message says what was asked for, what came and what to try. */
export class NoWebGPU extends Error {
  override readonly name = 'NoWebGPU';
}

/** The device went away under a run: a driver reset, a crash of the GPU process, a sleeping laptop. */
export class DeviceLost extends Error {
  override readonly name = 'DeviceLost';
}

export interface Gpu {
  readonly device: GPUDevice;
  /** For people: vendor, architecture and description as far as the browser tells. */
  readonly adapterName: string;
  /** A software adapter: right, but slower than plain JavaScript. */
  readonly fallback: boolean;
  /** Lanes that run in step; 0 where `subgroups` is missing. */
  readonly subgroupSize: number;
  readonly timestamps: boolean;
  /** Bytes of buffers alive now, by label. */
  readonly allocations: Map<GPUBuffer, { label: string; bytes: number }>;
  /** Compiled kernels by their whole source, so that an ensemble compiles once. */
  readonly kernels: Map<string, Promise<unknown>>;
  /** Why the device is gone, once it is. */
  lost: string | null;
  destroy(): void;
}

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
] as const;

/** The features and limits of an adapter that this project asks for by name, as far as the adapter has them. */
export function requirements(adapter: GPUAdapter): { features: GPUFeatureName[]; limits: Record<string, number> } {
  return {
    features: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    limits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  };
}

export function describeAdapter(adapter: GPUAdapter): { name: string; fallback: boolean } {
  const { vendor, architecture, description, device } = adapter.info;
  const name = [...new Set([vendor, architecture, device, description].filter(Boolean))].join(' ') || 'unnamed adapter';
  const software = /swiftshader|llvmpipe|lavapipe|basic render/i.test(name);
  return { name, fallback: adapter.info.isFallbackAdapter || software };
}

/** `entry` is `navigator.gpu`, or Dawn's object in Node. */
export async function requestAdapter(entry: GPU | undefined): Promise<GPUAdapter> {
  if (!entry) throw new NoWebGPU('This browser has no WebGPU (navigator.gpu is missing). Chrome and Edge 113, Safari 26 and Firefox 141 have it, on https or localhost.');
  const adapter = (await entry.requestAdapter({ powerPreference: 'high-performance' })) ?? (await entry.requestAdapter());
  if (!adapter)
    throw new NoWebGPU(
      'WebGPU is here but offers no adapter: asked for a high-performance one, then for any, and got none. ' +
        'On Linux try Chrome with --enable-unsafe-webgpu --enable-features=Vulkan, look at chrome://gpu, or update the driver.',
    );
  return adapter;
}

export async function openGpu(entry: GPU | undefined): Promise<Gpu> {
  const adapter = await requestAdapter(entry);
  const { features, limits } = requirements(adapter);
  const device = await adapter
    .requestDevice({ label: 'plateau', requiredFeatures: features, requiredLimits: limits })
    .catch((reason: unknown) => {
      throw new NoWebGPU(`The adapter ${describeAdapter(adapter).name} refused a device: ${String(reason)}`);
    });
  const { name, fallback } = describeAdapter(adapter);
  const info = adapter.info;
  const gpu: Gpu = {
    device,
    adapterName: name,
    fallback,
    // A kernel that counts on lanes running in step needs one size, not a range.
    subgroupSize: features.includes('subgroups') && info.subgroupMinSize === info.subgroupMaxSize ? info.subgroupMinSize : 0,
    timestamps: features.includes('timestamp-query'),
    allocations: new Map(),
    kernels: new Map(),
    lost: null,
    destroy() {
      gpu.lost ??= 'destroyed';
      for (const buffer of gpu.allocations.keys()) buffer.destroy();
      gpu.allocations.clear();
      gpu.kernels.clear();
      device.destroy();
    },
  };
  void device.lost.then((info) => (gpu.lost ??= info.message || info.reason || 'lost'));
  return gpu;
}

/** How long after an error its cause, a lost device, may be told. */
const LOSS_MILLISECONDS = 100;

/** Rejects as soon as the device is gone: a lost device may leave other promises pending for ever. */
export async function unlessLost<T>(gpu: Gpu, work: Promise<T>): Promise<T> {
  const lost = gpu.device.lost.then((info): never => {
    throw new DeviceLost(info.message || info.reason || 'The GPU device was lost.');
  });
  try {
    return await Promise.race([work, lost]);
  } catch (error) {
    // A map or a submission that fails because the device just went reports its own error first, an AbortError, and the
    // loss in a later task (seen in Chromium).
    await Promise.race([lost.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, LOSS_MILLISECONDS))]);
    if (gpu.lost !== null && !(error instanceof DeviceLost)) throw new DeviceLost(gpu.lost, { cause: error });
    throw error;
  } finally {
    lost.catch(() => undefined);
  }
}
