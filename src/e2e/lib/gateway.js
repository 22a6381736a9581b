// A real nginx as the gateway, with the configuration of deploy/nginx filled in as an operator would: by envsubst.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { answerTo } from './exchange.js';
import { Nginx } from './nginx.js';

const TEMPLATE = fileURLToPath(new URL('../../../deploy/nginx/kore-sts.conf.template', import.meta.url));

/**
 * Starts nginx on the given port of the loopback interface.
 *
 * @param {object} settings
 * @param {number} settings.port
 * @param {string[]} settings.instances host:port of each instance of the service
 * @param {string} settings.ssoUrl of the sign-on service
 * @param {string} settings.secret that proves the gateway
 * @param {string} [settings.rate] of requests from one address
 * @returns {Promise<Gateway>}
 */
export async function startGateway(settings) {
  const gateway = new Gateway(settings);
  try {
    await gateway.start();
    return gateway;
  } catch (error) {
    await gateway.stop();
    throw error;
  }
}

/** @returns {string} the template with its values, as docs/deployment.md says to make it */
export function render(values) {
  const template = readFileSync(TEMPLATE, 'utf8');
  const names = Object.keys(values);
  const rendered = execFileSync('envsubst', [names.map((name) => `\${${name}}`).join(' ')], {
    input: template,
    env: { PATH: process.env.PATH, ...values },
    encoding: 'utf8',
  });
  const left = rendered.replace(/^\s*#.*$/gm, '').match(/\$\{GATEWAY_\w+\}/);
  if (left) {
    throw new Error(`${TEMPLATE} has ${left[0]}, and nobody gave it a value`);
  }
  return rendered;
}

class Gateway {
  #nginx = new Nginx();
  #site;

  constructor({ port, instances, ssoUrl, secret, rate = '20r/s' }) {
    this.url = `https://127.0.0.1:${port}`;
    const certificate = this.#certificate();
    this.ca = readFileSync(certificate.file);
    this.#site = render({
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_SERVER_NAME: 'sts.example.com',
      GATEWAY_TLS_CERTIFICATE: certificate.file,
      GATEWAY_TLS_KEY: certificate.key,
      GATEWAY_UPSTREAMS: instances.map((instance) => `server ${instance} max_fails=0;`).join(' '),
      GATEWAY_SSO_URL: ssoUrl,
      GATEWAY_SECRET: secret,
      GATEWAY_RATE: rate,
    });
  }

  start() {
    return this.#nginx.start(this.#site, async () => (await this.ask('/', { method: 'GET' })).status === 404);
  }

  stop() {
    return this.#nginx.stop();
  }

  /** What nginx said so far. */
  log() {
    return this.#nginx.log();
  }

  /**
   * @param {string} path
   * @param {object} request
   * @param {string} [request.method] POST unless told
   * @param {Array<[string, string]>} [request.headers]
   * @param {string} [request.body]
   * @param {https.Agent} [request.agent] a connection of its own unless told
   * @returns {Promise<{status: number, headers: object, text: string, json: () => any}>}
   */
  ask(path, { method = 'POST', headers = [], body = '', agent = false }) {
    const bytes = Buffer.from(body, 'utf8');
    const all = [['Host', 'sts.example.com'], ...headers, ['Content-Length', `${bytes.length}`]].flat();
    const options = { method, headers: all, agent, ca: this.ca, servername: 'sts.example.com' };
    return answerTo(https, this.url + path, options, bytes);
  }

  #certificate() {
    const file = join(this.#nginx.folder, 'tls.crt');
    const key = join(this.#nginx.folder, 'tls.key');
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=sts.example.com', '-addext', 'subjectAltName=DNS:sts.example.com'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', file], { stdio: 'pipe' });
    return { file, key };
  }
}
