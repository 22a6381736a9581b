// The playground as its users see it: by labels and roles, never by the insides of the page.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { PATIENCE_MILLIS, until } from './patience.js';

const PICTURES = fileURLToPath(new URL('../../../target/e2e/', import.meta.url));

/**
 * Opens the page in a window that shares nothing with other windows.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the service
 * @param {object} [options] of the window, for instance colorScheme
 * @param {(page: import('playwright-core').Page) => Promise<void>} [prepare] runs before the page is loaded
 */
export async function openPlayground(browser, url, options = {}, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  const page = await context.newPage();
  const playground = new Playground(context, page);
  await prepare(page);
  await page.goto(`${url}/playground/`);
  await playground.tab('curl').waitFor();
  return playground;
}

class Playground {
  /** Every request of the page: {method, url, headers}. */
  requests = [];

  /** The last token that the service gave the page. */
  #minted = '';

  /** What the browser complained of: breaches of the policy, and errors of the scripts. */
  complaints = [];

  constructor(context, page) {
    this.context = context;
    this.page = page;
    page.on('request', (request) =>
      this.requests.push({ method: request.method(), url: request.url(), headers: request.headers() }),
    );
    page.on('response', async (response) => {
      if (response.url().endsWith('/api/users/sts') && response.ok()) {
        // A test may end, and the page with it, before the answer is read.
        const answer = await response.json().catch(() => undefined);
        this.#minted = answer?.jwt ?? this.#minted;
      }
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // A refusal is an answer that the page shows; Chromium logs it as well.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
  }

  close() {
    return this.context.close();
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  tab(name) {
    return this.page.getByRole('tab', { name, exact: true });
  }

  async choose(client) {
    await this.field('Client').selectOption(client);
  }

  async mint() {
    this.#minted = '';
    await this.button('Mint a token').click();
  }

  async openClaims() {
    await this.page.getByText('Extra claims').click();
  }

  /** The token in compact form, once the page shows the one that was minted last. */
  async token() {
    const region = this.page.getByRole('region', { name: 'The token in compact form' });
    const shown = async () => (await region.innerText()).replace(/\s/g, '');
    await until(
      async () => this.#minted && (await shown()) === this.#minted,
      () => 'The page does not show the token that the service gave it',
    );
    return this.#minted;
  }

  async parts() {
    return this.page.getByRole('list', { name: 'Parts of the token' }).getByRole('listitem').allInnerTexts();
  }

  /** A decoded table as {name: [value, meaning]}. */
  async table(caption) {
    const rows = await this.page.getByRole('table', { name: caption }).getByRole('row').all();
    const cells = rows.map(async (row) => [
      await row.getByRole('rowheader').innerText(),
      await row.getByRole('cell').allInnerTexts(),
    ]);
    return Object.fromEntries(await Promise.all(cells));
  }

  countdown() {
    return this.page.getByRole('timer');
  }

  problem() {
    return this.page.getByRole('alert');
  }

  /** Waits until the page says this of the signature. */
  async judges(words) {
    await this.page.getByRole('status').filter({ hasText: words }).waitFor();
  }

  async snippet(tab) {
    await this.tab(tab).click();
    return this.page.getByRole('tabpanel').locator('code').innerText();
  }

  /** Also kept as target/e2e/playground-NAME.png. */
  async picture(name) {
    mkdirSync(PICTURES, { recursive: true });
    return this.page.screenshot({ path: `${PICTURES}playground-${name}.png`, fullPage: true });
  }
}
