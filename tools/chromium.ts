/** Finds a Chromium for the browser walks, or installs one, or says how. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Plain } from './plain.ts';
import { show } from './run.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser on this machine, or undefined. `CHROMIUM` in the environment names another. */
function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined) {
    if (isProgram(named)) return named;
    throw new Plain(
      `CHROMIUM is "${named}", which is not a program. Set it to the path of a Chromium or Chrome.`,
    );
  }
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, ...macApplications].find(isProgram);
}

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function install(): Promise<void> {
  console.log('No Chromium here: installing it with apt-get …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await show({ program: 'apt-get', args: ['update', '-qq'], env });
  await show({
    program: 'apt-get',
    args: ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    env,
  });
}

/** The path of a Chromium; installs one where that needs no question. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (canInstall()) await install();
  const installed = findChromium();
  if (installed) return installed;
  throw new Plain(
    'The browser walks need Chromium or Chrome. Install one (Debian, Ubuntu: sudo apt-get install chromium; ' +
      'macOS: brew install --cask google-chrome), or set CHROMIUM to its path, and run npm test again.',
  );
}
