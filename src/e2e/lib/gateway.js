// The gateways of deploy/, each as a real program with the configuration that stands there, filled in as an operator would.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parse, stringify } from 'yaml';

import { answerTo } from './exchange.js';
import { Nginx } from './nginx.js';
import { writePages } from './page.js';
import { Program } from './program.js';
import { close, listen } from './server.js';

const DEPLOY = fileURLToPath(new URL('../../../deploy/', import.meta.url));
const TOOLS = fileURLToPath(new URL('../../../.tools/', import.meta.url));
export const HOST = 'sts.example.com';

/**
 * Starts a gateway on the given port of the loopback interface.
 *
 * @param {typeof Gateway} Kind one of those below
 * @param {object} settings
 * @param {number} settings.port
 * @param {string[]} settings.instances host:port of each instance of the service
 * @param {string} settings.secret that proves the gateway
 * @param {string} [settings.ssoUrl] of oauth2-proxy, for nginx and Caddy
 * @param {object} [settings.provider] issuer, audience, jwksUri, publicKey (PEM) for those that check tokens
 * @param {string} [settings.rate] of requests from one address
 * @returns {Promise<Gateway>}
 */
export async function startGateway(Kind, settings) {
  const gateway = new Kind(settings);
  try {
    await gateway.start();
    return gateway;
  } catch (error) {
    await gateway.stop();
    throw error;
  }
}

/** @returns {string} nginx's template with its values, as docs/gateways.md says to make it */
export function render(values) {
  const template = readFileSync(`${DEPLOY}nginx/kore-sts.conf.template`, 'utf8');
  const names = Object.keys(values);
  const rendered = execFileSync('envsubst', [names.map((name) => `\${${name}}`).join(' ')], {
    input: template,
    env: { PATH: process.env.PATH, ...values },
    encoding: 'utf8',
  });
  const left = rendered.replace(/^\s*#.*$/gm, '').match(/\$\{GATEWAY_\w+\}/);
  if (left) {
    throw new Error(`the template has ${left[0]}, and nobody gave it a value`);
  }
  return rendered;
}

class Gateway {
  program;
  settings;
  #keys;

  constructor(program, settings) {
    this.program = program;
    this.settings = settings;
    this.url = `https://127.0.0.1:${settings.port}`;
    this.certificate = makeCertificate(program.folder);
    this.ca = readFileSync(this.certificate.file);
  }

  serves = async () => (await this.ask('/', { method: 'GET' })).status === 404;

  async stop() {
    await this.program.stop();
    await (this.#keys && close(this.#keys));
  }

  /** @returns {Promise<number>} the port where a key set is served by https, with the gateway's own certificate */
  async overTls(uri) {
    const options = { cert: readFileSync(this.certificate.file), key: readFileSync(this.certificate.key) };
    this.#keys = https.createServer(options, async (request, response) => response.end(await (await fetch(uri)).text()));
    return listen(this.#keys);
  }

  /** What the program said so far. */
  log() {
    return this.program.log();
  }

  /**
   * @param {string} path
   * @param {object} request
   * @param {string} [request.method] POST by default
   * @param {Array<[string, string]>} [request.headers]
   * @param {string} [request.body]
   * @param {https.Agent} [request.agent] a connection of its own by default
   * @returns {Promise<{status: number, headers: object, text: string, json: () => any}>}
   */
  ask(path, { method = 'POST', headers = [], body = '', agent = false }) {
    const bytes = Buffer.from(body, 'utf8');
    const all = [['Host', HOST], ...headers, ['Content-Length', `${bytes.length}`]].flat();
    const options = { method, headers: all, agent, ca: this.ca, servername: HOST };
    return answerTo(https, this.url + path, options, bytes);
  }
}

export class NginxGateway extends Gateway {
  constructor(settings) {
    super(new Nginx(), settings);
  }

  start() {
    const { port, instances, ssoUrl, secret, rate = '1000r/s', pages = 'return 404;' } = this.settings;
    const site = render({
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_SERVER_NAME: HOST,
      GATEWAY_TLS_CERTIFICATE: this.certificate.file,
      GATEWAY_TLS_KEY: this.certificate.key,
      GATEWAY_UPSTREAMS: instances.map((instance) => `server ${instance} max_fails=0;`).join(' '),
      GATEWAY_SSO_URL: ssoUrl,
      GATEWAY_SECRET: secret,
      GATEWAY_RATE: rate,
    });
    const serves = async () => (await this.ask('/api/', { method: 'GET' })).status > 0;
    return this.program.start(site.replace(/(location \/ \{\s+)return 404;/, `$1${pages}`), serves);
  }
}

export class HaproxyGateway extends Gateway {
  constructor(settings) {
    super(new Program('haproxy'), settings);
  }

  start() {
    const { port, instances, secret, provider, rate = '10000' } = this.settings;
    const pem = join(this.program.folder, 'tls.pem');
    const key = join(this.program.folder, 'provider.pem');
    writeFileSync(pem, readFileSync(this.certificate.file, 'utf8') + readFileSync(this.certificate.key, 'utf8'), { mode: 0o600 });
    writeFileSync(key, provider.publicKey);
    const env = {
      PATH: process.env.PATH,
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_TLS_PEM: pem,
      GATEWAY_STS_1: instances[0],
      GATEWAY_STS_2: instances[1] ?? instances[0],
      GATEWAY_SECRET: secret,
      GATEWAY_RATE: rate,
      GATEWAY_ISSUER: provider.issuer,
      GATEWAY_AUDIENCE: provider.audience,
      GATEWAY_PROVIDER_KEY: key,
    };
    const args = ['-f', `${DEPLOY}haproxy/haproxy.cfg`];
    this.program.check('haproxy', ['-c', '-q', ...args], { env });
    return this.program.start('haproxy', ['-db', ...args], this.serves, { env });
  }
}

export class CaddyGateway extends Gateway {
  constructor(settings) {
    super(new Program('caddy'), settings);
  }

  start() {
    const { port, instances, ssoUrl, secret } = this.settings;
    const env = {
      PATH: process.env.PATH,
      HOME: this.program.folder,
      GATEWAY_ADDRESS: `https://${HOST}:${port}, https://127.0.0.1:${port}`,
      GATEWAY_TLS_CERTIFICATE: this.certificate.file,
      GATEWAY_TLS_KEY: this.certificate.key,
      GATEWAY_STS: instances.join(' '),
      GATEWAY_SSO_URL: ssoUrl,
      GATEWAY_SECRET: secret,
    };
    // It listens on all addresses by default.
    const config = join(this.program.folder, 'Caddyfile');
    const text = readFileSync(`${DEPLOY}caddy/Caddyfile`, 'utf8');
    writeFileSync(config, text.replace('admin off', 'admin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1'));
    return this.program.start('caddy', ['run', '--config', config, '--adapter', 'caddyfile'], this.serves, { env });
  }
}

/** Debian's modules, beside those that are built in. */
const APACHE_MODULES = [
  ...['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'alias', 'dir', 'env', 'headers', 'mime', 'proxy'],
  ...['proxy_http', 'proxy_balancer', 'proxy_hcheck', 'lbmethod_byrequests', 'reqtimeout', 'rewrite', 'slotmem_shm'],
  ...['socache_shmcb', 'ssl', 'unique_id'],
];

export class ApacheGateway extends Gateway {
  constructor(settings) {
    super(new Program('apache'), settings);
  }

  log() {
    return super.log() + readFileSync(join(this.program.folder, 'error.log'), 'utf8');
  }

  async start() {
    const { port, instances, secret, provider, signOn = 'bearer', clientId = '', clientSecret = '' } = this.settings;
    const { folder } = this.program;
    chmodSync(folder, 0o755);
    // mod_auth_openidc takes the address of a key set by https only.
    const jwksUri = signOn === 'bearer' ? `https://127.0.0.1:${await this.overTls(provider.jwksUri)}/` : '';
    const pages = join(folder, 'pages');
    mkdirSync(join(pages, 'chat'), { recursive: true });
    writePages(join(pages, 'chat'));
    const config = join(folder, 'apache.conf');
    const modules = APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
    writeFileSync(
      config,
      [
        ...modules,
        `ServerRoot ${folder}`,
        `DocumentRoot ${pages}`,
        'ServerName sts.example.com',
        'PidFile apache.pid',
        'Mutex posixsem',
        'ErrorLog error.log',
        'LogLevel warn',
        'User www-data',
        'Group www-data',
        'StartServers 1',
        'TypesConfig /etc/mime.types',
        `Listen 127.0.0.1:${port}`,
        `Include ${DEPLOY}apache/kore-sts.conf`,
      ].join('\n'),
    );
    const env = {
      PATH: process.env.PATH,
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_SERVER_NAME: HOST,
      GATEWAY_HOST: `127.0.0.1:${port}`,
      GATEWAY_TLS_CERTIFICATE: this.certificate.file,
      GATEWAY_TLS_KEY: this.certificate.key,
      GATEWAY_STS_1: instances[0],
      GATEWAY_STS_2: instances[1] ?? instances[0],
      GATEWAY_SECRET: secret,
      GATEWAY_SIGN_ON: `${DEPLOY}apache/${signOn}.conf`,
      GATEWAY_CRYPTO_PASSPHRASE: randomBytes(24).toString('hex'),
      GATEWAY_ISSUER: provider.issuer,
      GATEWAY_AUDIENCE: provider.audience,
      GATEWAY_JWKS_URI: jwksUri,
      GATEWAY_PROVIDER_CA: this.certificate.file,
      GATEWAY_CLIENT_ID: clientId,
      GATEWAY_CLIENT_SECRET: clientSecret,
    };
    this.program.check('/usr/sbin/apache2', ['-t', '-f', config], { env, known: /^Syntax OK$/ });
    return this.program.start('/usr/sbin/apache2', ['-DFOREGROUND', '-f', config], this.serves, { env });
  }
}

/** Envoy: its file with the values of a test in the places of the examples. */
export class EnvoyGateway extends Gateway {
  constructor(settings) {
    super(new Program('envoy'), settings);
  }

  async start() {
    const { secret, provider } = this.settings;
    const config = join(this.program.folder, 'envoy.yaml');
    writeFileSync(config, stringify(this.#filledIn(await this.overTls(provider.jwksUri))));
    const env = { PATH: process.env.PATH, ...(secret && { GATEWAY_SECRET: secret }) };
    // It knows others on this machine by shared memory unless told.
    const args = ['-c', config, '-l', 'warning', '--concurrency', '1', '--disable-hot-restart'];
    this.program.check(ENVOY, ['--mode', 'validate', ...args], { env });
    return this.program.start(ENVOY, args, this.serves, { env });
  }

  #filledIn(keysPort) {
    const { port, instances, provider } = this.settings;
    const at = (text) => ({ endpoint: { address: { socket_address: { address: text.split(':')[0], port_value: +text.split(':')[1] } } } });
    const example = readFileSync(`${DEPLOY}envoy/envoy.yaml`, 'utf8')
      .replaceAll('/etc/envoy/tls/tls.crt', this.certificate.file)
      .replaceAll('/etc/envoy/tls/tls.key', this.certificate.key)
      .replace('/etc/ssl/certs/ca-certificates.crt', this.certificate.file)
      .replace('issuer: https://login.example.com/', `issuer: ${provider.issuer}`)
      .replaceAll('login.example.com', HOST)
      .replace('audiences: [kore-sts]', `audiences: [${provider.audience}]`);
    const config = parse(example);
    const [listener] = config.static_resources.listeners;
    const [service, keys] = config.static_resources.clusters;
    listener.address.socket_address = { address: '127.0.0.1', port_value: port };
    service.load_assignment.endpoints[0].lb_endpoints = instances.map(at);
    keys.load_assignment.endpoints[0].lb_endpoints = [at(`127.0.0.1:${keysPort}`)];
    return config;
  }
}

/** oauth2-proxy alone: its two files with the values of a test in the places of the examples. */
export class Oauth2ProxyGateway extends Gateway {
  constructor(settings) {
    super(new Program('oauth2-proxy'), settings);
  }

  start() {
    const { port, instances, secret, provider, clientSecret = 'not-used' } = this.settings;
    const { folder } = this.program;
    const file = (name, text) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const read = (name) => readFileSync(`${DEPLOY}oauth2-proxy/${name}`, 'utf8');
    const yaml = read('oauth2-proxy.yaml')
      .replace('0.0.0.0:443', `127.0.0.1:${port}`)
      .replace('/etc/oauth2-proxy/tls.crt', this.certificate.file)
      .replace('/etc/oauth2-proxy/tls.key', this.certificate.key)
      .replace('/etc/oauth2-proxy/client-secret', file('client-secret', clientSecret))
      .replace('https://login.example.com/realms/staff', provider.issuer)
      .replace('chat-gateway', provider.audience)
      .replaceAll('http://kore-sts:7000', `http://${instances[0]}`);
    const args = [
      `--config=${file('oauth2-proxy.cfg', read('oauth2-proxy.cfg'))}`,
      `--alpha-config=${file('oauth2-proxy.yaml', yaml)}`,
      `--redirect-url=${this.url}/oauth2/callback`,
    ];
    const env = { PATH: process.env.PATH, GATEWAY_SECRET: secret, OAUTH2_PROXY_COOKIE_SECRET: randomBytes(16).toString('hex') };
    const serves = async () => (await this.ask('/ping', { method: 'GET' })).status === 200;
    return this.program.start(OAUTH2_PROXY, args, serves, { env });
  }
}

const ENVOY = `${TOOLS}envoy/envoy/_bin/envoy`;
export const OAUTH2_PROXY = `${TOOLS}oauth2-proxy/oauth2-proxy`;

function makeCertificate(folder) {
  const file = join(folder, 'tls.crt');
  const key = join(folder, 'tls.key');
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST},IP:127.0.0.1`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', file], { stdio: 'pipe' });
  return { file, key };
}
