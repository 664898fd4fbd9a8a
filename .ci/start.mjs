// `npm start`: builds the lab with its docs and serves them on this machine only; opens the lab where there is a desktop to open it on.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { preview } from 'vite';

const root = join(import.meta.dirname, '..');
const configFile = join(root, 'vite.config.ts');
const desktop = ['darwin', 'win32'].includes(process.platform) || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

const { status } = spawnSync(process.execPath, [join(root, '.ci/build.mjs'), 'schema', 'manifest', 'cdn', 'site', 'docs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
const server = await preview({ root, configFile, preview: { open: desktop && !process.env.CI } });
server.printUrls();
