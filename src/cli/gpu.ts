// WebGPU outside a browser: Dawn through the optional package "webgpu", and on Linux machines without a GPU the software
// driver that comes with Chromium.

import { existsSync, readdirSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { NoWebGPU } from '../gpu/device.ts';

// Dawn crashes when its entry object is collected before its devices.
let alive: GPU | null = null;

export interface NodeGpu {
  readonly gpu: GPU;
  /** What was done to find an adapter, in a sentence; null when it was simply there. */
  readonly note: string | null;
}

/** Throws `NoWebGPU` with what was tried and what to try. */
export async function openNodeGpu(): Promise<NodeGpu> {
  const { create, globals } = await importDawn();
  Object.assign(globalThis, globals);
  const entry = async () => {
    alive = create([]);
    return (await alive.requestAdapter()) ? alive : null;
  };

  const linux = process.platform === 'linux';
  const chosen = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES;
  const software = linux ? findSwiftShader() : null;
  // Without the system's Vulkan loader Dawn cannot even ask; Chromium has one.
  const borrowed = linux && software !== null && !loaderPresent() && loadForGood(join(software.folder, 'libvulkan.so.1'));
  if (chosen !== undefined || !borrowed || systemDrivers()) {
    const gpu = await entry();
    if (gpu) return { gpu, note: chosen === undefined ? null : `Vulkan driver as VK_DRIVER_FILES says: ${chosen}.` };
  }
  if (software && chosen === undefined) {
    // Dawn reads the environment when an instance is made, which is why this is not too late.
    process.env.VK_DRIVER_FILES = software.icd;
    const gpu = await entry();
    if (gpu) return { gpu, note: `No GPU driver was found; using Chromium's software driver, ${software.icd}.` };
  }
  throw new NoWebGPU(noAdapter(linux, chosen, software?.icd));
}

async function importDawn() {
  try {
    return await import('webgpu');
  } catch (error) {
    throw new NoWebGPU(
      `The optional package "webgpu" is missing, or has no build for ${process.platform} ${process.arch}: install it with npm install webgpu, or run with --engine reference, which needs no GPU.`,
      { cause: error },
    );
  }
}

function noAdapter(linux: boolean, chosen: string | undefined, icd: string | undefined): string {
  const tried = chosen !== undefined ? `the driver of VK_DRIVER_FILES, ${chosen}` : `the system's drivers${icd ? `, then ${icd}` : ''}`;
  const advice = linux
    ? 'Try a Vulkan driver (Debian: mesa-vulkan-drivers and libvulkan1), or Chromium, whose software driver is found by itself, or set VK_DRIVER_FILES to the JSON file of a driver'
    : 'Try to update the graphics driver';
  return `WebGPU is here but offers no adapter: asked ${tried}. ${advice}; or run with --engine reference, which needs no GPU.`;
}

/** Chromium's software driver and the folder it is in. */
function findSwiftShader(): { folder: string; icd: string } | null {
  for (const folder of chromiumFolders()) {
    const icd = join(folder, 'vk_swiftshader_icd.json');
    if (existsSync(icd)) return { folder, icd };
  }
  return null;
}

function* chromiumFolders(): Generator<string> {
  if (process.env.PLATEAU_CHROMIUM) yield dirname(process.env.PLATEAU_CHROMIUM);
  yield* ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/usr/lib64/chromium-browser', '/opt/google/chrome', '/snap/chromium/current/usr/lib/chromium-browser'];
  const playwright = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  for (const browser of list(playwright).filter((name) => name.startsWith('chromium')))
    for (const platform of list(join(playwright, browser))) yield join(playwright, browser, platform);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort().toReversed();
  } catch {
    return [];
  }
}

/** Whether any driver is registered with Vulkan: asking Dawn without one prints warnings of its own. */
function systemDrivers(): boolean {
  const folders = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d', join(homedir(), '.local/share/vulkan/icd.d')];
  return folders.some((folder) => list(folder).some((name) => name.endsWith('.json')));
}

function loaderPresent(): boolean {
  return dlopenError('libvulkan.so.1', constants.dlopen.RTLD_LAZY).includes('self-register');
}

/** RTLD_NODELETE, which Node does not name: the library stays when Node, finding no addon in it, closes it again. */
const NODELETE = 0x1000;

/** Loads a library that is no addon; those that ask for it by its bare name afterwards get this one. */
function loadForGood(path: string): boolean {
  return existsSync(path) && dlopenError(path, constants.dlopen.RTLD_NOW | NODELETE).includes('self-register');
}

/** Node loads a library only to look for an addon, and always has something to say about one that is none. */
function dlopenError(path: string, flags: number): string {
  try {
    process.dlopen({ exports: {} }, path, flags);
    return 'self-register';
  } catch (error) {
    return (error as Error).message;
  }
}
