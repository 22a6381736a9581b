// Debian's Chromium, driven by playwright-core: a profile of its own, and no name that leads out of this machine.
import { chromium } from 'playwright-core';

/** Every name under .test leads to the loopback interface, so that pages of several sites can be served. */
const NAMES = 'MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${NAMES}`,
    ],
  });
}
