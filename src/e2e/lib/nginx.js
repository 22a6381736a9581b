// A real nginx as the gateway, with the configuration of deploy/nginx filled in as an operator would: by envsubst.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { userInfo, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PATIENCE_MILLIS, until } from './patience.js';

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
    await gateway.ready();
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
  #folder = mkdtempSync(join(tmpdir(), 'kore-sts-nginx-'));
  #process;
  #exited;
  #log = '';
  #kill = () => {
    this.#process?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  };

  constructor({ port, instances, ssoUrl, secret, rate = '20r/s' }) {
    process.on('exit', this.#kill);
    this.url = `https://127.0.0.1:${port}`;
    const certificate = this.#certificate();
    this.ca = readFileSync(certificate.file);
    const site = render({
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_SERVER_NAME: 'sts.example.com',
      GATEWAY_TLS_CERTIFICATE: certificate.file,
      GATEWAY_TLS_KEY: certificate.key,
      GATEWAY_UPSTREAMS: instances.map((instance) => `server ${instance} max_fails=0;`).join(' '),
      GATEWAY_SSO_URL: ssoUrl,
      GATEWAY_SECRET: secret,
      GATEWAY_RATE: rate,
    });
    writeFileSync(join(this.#folder, 'site.conf'), site, { mode: 0o600 });
    writeFileSync(join(this.#folder, 'nginx.conf'), this.#main());
    this.#check();
    this.#run();
  }

  /** What nginx said so far. */
  log() {
    return this.#log;
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
    const options = { method, headers: all, agent, ca: this.ca, servername: 'sts.example.com', timeout: PATIENCE_MILLIS };
    return new Promise((resolve, reject) => {
      const request = https.request(this.url + path, options, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode, headers: response.headers, text, json: () => JSON.parse(text) });
        });
      });
      request.on('timeout', () => request.destroy(new Error(`no answer in ${PATIENCE_MILLIS} ms`)));
      request.on('error', reject);
      request.end(bytes);
    });
  }

  async ready() {
    const failure = (why) => `nginx did not start: ${why}\n${this.#log}`;
    let ended = '';
    this.#exited.then(() => (ended = 'it ended'), (error) => (ended = error.message));
    await until(async () => ended || (await this.#answers()), () => failure('it does not answer'));
    if (ended) {
      throw new Error(failure(ended));
    }
  }

  async stop() {
    const late = setTimeout(this.#kill, PATIENCE_MILLIS);
    this.#process.kill('SIGQUIT');
    await this.#exited.catch(() => {});
    clearTimeout(late);
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers() {
    try {
      return (await this.ask('/', { method: 'GET' })).status === 404;
    } catch {
      return false;
    }
  }

  /** What nginx -t warns of is an error here. */
  #check() {
    const { status, stderr, error } = spawnSync('nginx', ['-t', '-q', ...this.#arguments()], { encoding: 'utf8' });
    if (error || status !== 0 || stderr) {
      throw new Error(`nginx -t: ${error?.message ?? stderr}`);
    }
  }

  #run() {
    this.#process = spawn('nginx', this.#arguments(), { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#process, 'exit');
    this.#exited.catch(() => {});
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (chunk) => (this.#log += chunk));
    }
  }

  #arguments() {
    return ['-p', this.#folder, '-e', 'stderr', '-c', join(this.#folder, 'nginx.conf')];
  }

  #main() {
    for (const name of ['body', 'proxy']) {
      mkdirSync(join(this.#folder, name));
    }
    const { uid, username } = userInfo();
    return `
      ${uid === 0 ? `user ${username};` : ''}
      daemon off;
      worker_processes 1;
      pid nginx.pid;
      error_log stderr warn;
      events { worker_connections 512; }
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path proxy;
        uwsgi_temp_path proxy;
        scgi_temp_path proxy;
        include site.conf;
      }`;
  }

  #certificate() {
    const file = join(this.#folder, 'tls.crt');
    const key = join(this.#folder, 'tls.key');
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=sts.example.com', '-addext', 'subjectAltName=DNS:sts.example.com'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', file], { stdio: 'pipe' });
    return { file, key };
  }
}
