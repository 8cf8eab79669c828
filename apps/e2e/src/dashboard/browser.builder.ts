import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { testEnvironment } from '../env';

const PATH = '/usr/bin/chromium';
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** Of a spec that needs a browser: the setup of CI installs it, so there it must be; a developer is told. */
export function describeWithBrowser(): jest.Describe {
  if (existsSync(PATH) || testEnvironment()['CI']) return describe;
  process.stderr.write(`skipped: no browser at ${PATH}; apt-get install chromium\n`);
  return describe.skip;
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
