// `npm start`: builds the lab and serves it on this machine only; opens it where there is a desktop to open it on.

import { join } from 'node:path';
import { build, preview } from 'vite';

const root = join(import.meta.dirname, '..');
const configFile = join(root, 'vite.config.ts');
const desktop = ['darwin', 'win32'].includes(process.platform) || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

await build({ root, configFile, logLevel: 'warn' });
const server = await preview({ root, configFile, preview: { open: desktop && !process.env.CI } });
server.printUrls();
