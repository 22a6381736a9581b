// A real Prometheus, Debian's, with the scrape job and the rules of deploy/prometheus, that scrapes one service each second.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse, stringify } from 'yaml';

import { PROJECT } from './docs.js';
import { Program } from './program.js';
import { freePorts } from './server.js';

const DEPLOYED = join(PROJECT, 'deploy', 'prometheus');

/** @param {number} target the management port of the service */
export async function startPrometheus(target) {
  const prometheus = new Prometheus((await freePorts(1))[0]);
  await prometheus.start(target);
  return prometheus;
}

class Prometheus {
  #program = new Program('prometheus');
  #address;

  constructor(port) {
    this.#address = `127.0.0.1:${port}`;
  }

  async start(target) {
    const file = (name) => join(this.#program.folder, name);
    const { scrape_configs: jobs, ...rest } = parse(readFileSync(join(DEPLOYED, 'prometheus.yaml'), 'utf8'));
    const here = jobs.map(({ dns_sd_configs: _, ...job }) => ({ ...job, static_configs: [{ targets: [`127.0.0.1:${target}`] }] }));
    const global = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
    writeFileSync(file('prometheus.yaml'), stringify({ global, scrape_configs: here, ...rest }));
    copyFileSync(join(DEPLOYED, 'alerts.yaml'), file('alerts.yaml'));
    const args = [
      `--config.file=${file('prometheus.yaml')}`,
      `--storage.tsdb.path=${file('data')}`,
      `--web.listen-address=${this.#address}`,
    ];
    await this.#program.start('prometheus', args, async () => (await fetch(`http://${this.#address}/-/ready`)).ok);
  }

  /** @returns {Promise<Array<{metric: object, values: Array<[number, string]>}>>} a value for each second of the range */
  async range(query, start, end) {
    const answer = await fetch(`http://${this.#address}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({ query, start, end, step: '1' }),
    });
    const { status, data, error } = await answer.json();
    if (status !== 'success') {
      throw new Error(`${query}: ${error}`);
    }
    return data.result;
  }

  stop() {
    return this.#program.stop();
  }
}
