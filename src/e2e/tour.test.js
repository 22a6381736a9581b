// docs/tour.md: its pictures are taken anew from what runs, and each `term` beside a picture is on the page that it shows.
// TOUR=write puts the pictures into docs/images; they are in target/e2e anyway.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import jwt from 'jsonwebtoken';

import { launchBrowser } from './lib/browser.js';
import { draw } from './lib/dashboard.js';
import { PROJECT } from './lib/docs.js';
import { exchange } from './lib/exchange.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { openChat, startPages } from './lib/page.js';
import { PATIENT } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { openPlayground } from './lib/playground.js';
import { withPalette } from './lib/png.js';
import { startPrometheus } from './lib/prometheus.js';
import { startService } from './lib/service.js';

const AUDIENCE = 'https://idproxy.kore.com/authorize';
const LARGEST = 150_000;
const JANE = 'jane@example.com';
const TRAFFIC_SECONDS = 20;
/** The row "Tokens" of the dashboard. */
const GRID_ROWS = 23;

const secret = newSecret();
const keys = newRsaKeys();
const dashboard = JSON.parse(readFileSync(join(PROJECT, 'deploy', 'grafana', 'dashboard.json'), 'utf8'));

/** By the name of its picture, what each section of the tour says that one sees. */
const SEEN = new Map(
  readFileSync(join(PROJECT, 'docs', 'tour.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, picture] = /!\[[^\]]+\]\(images\/(tour-[a-z]+)\.png\)/.exec(section);
      return [picture, [...section.matchAll(/`([^`]+)`/g)].map(([, term]) => oneLine(term))];
    }),
);

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ');
}

describe('docs/tour.md', () => {
  let browser;
  let pages;
  let platform;
  let service;
  let prometheus;
  let traffic;
  let started;
  let over = false;

  before(async () => {
    const answer = (_, { sub }) => `Hello ${sub}, you fly to Lisbon on Monday.`;
    [browser, pages, platform] = await Promise.all([
      launchBrowser(),
      startPages(),
      startPlatform({ clients: [{ id: 'cs-travel', algorithm: 'HS256', key: secret }], answer }),
    ]);
    service = await startService('tour', {
      sts: {
        'default-client': 'travel',
        'refresh-interval': '5s',
        caller: { mode: 'open' },
        playground: { enabled: true },
        cors: { 'allowed-origins': [pages.originOf('www.shop.test')] },
        clients: {
          travel: { 'client-id': 'cs-travel', algorithm: 'HS256', 'client-secret': secret },
          bank: { 'client-id': 'cs-bank', algorithm: 'RS256', 'private-key': keys.privateKey },
        },
      },
    });
    prometheus = await startPrometheus(service.ports[1]);
    started = Math.ceil(Date.now() / 1000);
    traffic = ask();
  }, PATIENT);

  after(async () => {
    over = true;
    await traffic;
    await Promise.all([browser?.close(), pages?.stop(), prometheus?.stop(), service?.stop(), platform?.stop()]);
  }, PATIENT);

  /** Users of two clients, more and fewer in turn, and now and then somebody who is refused. */
  async function ask() {
    const post = (request, origin) =>
      exchange(service.stsUrl, {
        headers: [['Content-Type', 'application/json'], ...(origin ? [['Origin', origin]] : [])],
        body: JSON.stringify(request),
      });
    for (let tick = 0; tick < 5 * TRAFFIC_SECONDS && !over; tick++) {
      const wave = Math.round(3 + 2 * Math.sin(tick / 12));
      const users = Array.from({ length: wave }, () => post({ identity: JANE }));
      const bank = tick % 2 === 0 ? [post({ clientId: 'cs-bank', identity: JANE })] : [];
      const refused = [
        tick % 5 === 0 && post({}),
        tick % 7 === 0 && post({ clientId: 'cs-of-another', identity: JANE }),
        tick % 9 === 0 && post({ identity: JANE }, 'https://evil.test'),
      ];
      await Promise.all([...users, ...bank, ...refused, pause(200)]);
    }
  }

  /** Fails where the page does not show what the tour says of its picture. */
  function isSeen(picture, text, screenshot) {
    const png = withPalette(screenshot);
    const terms = SEEN.get(picture);
    assert.ok(terms.length >= 3, `${picture} shows nothing that the tour speaks of`);
    const shown = oneLine(text);
    for (const term of terms) {
      assert.ok(shown.includes(term), `${picture} does not show "${term}":\n${text}`);
    }
    assert.ok(png.length < LARGEST, `${picture} has ${png.length} bytes`);
    for (const folder of [join('target', 'e2e'), ...(process.env.TOUR === 'write' ? [join('docs', 'images')] : [])]) {
      mkdirSync(join(PROJECT, folder), { recursive: true });
      writeFileSync(join(PROJECT, folder, `${picture}.png`), png);
    }
  }

  it('has a picture of each of these', () => {
    assert.deepEqual([...SEEN.keys()].sort(), ['tour-chat', 'tour-dashboard', 'tour-playground']);
  });

  it('shows a token and its findings', PATIENT, async (t) => {
    const playground = await openPlayground(browser, service.url);
    t.after(() => playground.close());
    const { page } = playground;
    // As Kore's Express sample makes them, with the times in milliseconds.
    const claims = { iat: Date.now(), exp: Date.now() + 86_400_000, aud: AUDIENCE, iss: 'cs-travel', sub: JANE, isAnonymous: 'false' };
    await playground.field('Any other token').fill(jwt.sign(claims, secret));
    await playground.button('Explain').click();
    await page.getByRole('list', { name: 'Findings' }).waitFor();
    const { y, height } = await page.getByRole('region', { name: 'Token', exact: true }).boundingBox();
    const clip = { x: 0, y: 0, width: 1200, height: y + height + 12 };
    const png = await page.screenshot({ fullPage: true, clip });
    isSeen('tour-playground', await page.locator('body').innerText(), png);
  });

  it('shows a chat that signed on', PATIENT, async (t) => {
    const from = pages.originOf('www.shop.test');
    const chat = await openChat(browser, from, { way: 'fetchHook', identity: JANE, stsUrl: service.stsUrl, apiUrl: platform.apiUrl });
    t.after(() => chat.close());
    await chat.emitted('onWSOpen');
    await chat.say('When do I fly?');
    await chat.shows('Lisbon');
    assert.deepEqual(platform.lines, [{ identity: `cs-travel/${JANE}`, text: 'When do I fly?' }]);
    isSeen('tour-chat', await chat.text(), await chat.picture({ width: 1200, height: 640 }));
  });

  it('shows the dashboard with what this service did', PATIENT, async (t) => {
    await traffic;
    const now = Math.floor(Date.now() / 1000);
    const html = await draw(dashboard, {
      ask: (expression) => prometheus.range(expression, started, now),
      interval: '5s',
      rows: GRID_ROWS,
    });
    const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
    t.after(() => page.close());
    await page.setContent(html);
    const text = await page.locator('body').innerText();
    for (const { title } of dashboard.panels.filter(({ gridPos }) => gridPos.y < GRID_ROWS)) {
      assert.ok(text.includes(title), title);
    }
    assert.doesNotMatch(text, /No data|NaN/);
    const stat = async (title) => page.locator('section.stat', { has: page.getByText(title, { exact: true }) }).locator('p').innerText();
    assert.equal(await stat('Instances'), '1');
    assert.match(await stat('Tokens'), /^[1-9]\d*\.\d req\/s$/);
    assert.match(await stat('Refused'), /^[1-9]\d*\.\d %$/);
    assert.match(await stat('99 of 100 tokens within'), /^[1-9]\d*\.\d ms$|^\d\.\d s$/);
    assert.equal(await stat('Failed readings'), '0');
    isSeen('tour-dashboard', text, await page.screenshot({ fullPage: true }));
  });
});
