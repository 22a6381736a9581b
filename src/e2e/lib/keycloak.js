// A real Keycloak with the realm of deploy/keycloak, asked and changed by its admin API.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Program } from './program.js';
import { freePorts } from './server.js';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const SERVER = join(PROJECT, '.tools/keycloak/server');
export const PASSWORD = randomBytes(12).toString('hex');

/**
 * Starts Keycloak and makes the realm.
 *
 * @param {(realm: object) => void} adapt puts a test's addresses into the realm
 * @returns {Promise<Keycloak>}
 */
export async function startKeycloak(adapt) {
  const keycloak = new Keycloak(await freePorts(2));
  try {
    await keycloak.start();
    const realm = JSON.parse(readFileSync(join(PROJECT, 'deploy/keycloak/realm.json'), 'utf8'));
    adapt(realm);
    await keycloak.admin('POST', '/admin/realms', realm);
    return keycloak;
  } catch (error) {
    await keycloak.stop();
    throw error;
  }
}

class Keycloak {
  #data = new Program('keycloak-data');
  #program;
  #ports;
  #password = randomBytes(12).toString('hex');

  constructor(ports) {
    this.#ports = ports;
    this.url = `http://127.0.0.1:${ports[0]}`;
    this.issuer = `${this.url}/realms/staff`;
  }

  /** Starts it, or starts it again with what it knew before. */
  async start() {
    const [port, management] = this.#ports;
    this.#program = new Program('keycloak', { group: true });
    const env = {
      PATH: process.env.PATH,
      ...(process.env.JAVA_HOME && { JAVA_HOME: process.env.JAVA_HOME }),
      JAVA_OPTS_APPEND: '-Xmx512m -XX:TieredStopAtLevel=1',
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
      KC_BOOTSTRAP_ADMIN_PASSWORD: this.#password,
      KC_DB_URL: `jdbc:h2:file:${join(this.#data.folder, 'h2')};NON_KEYWORDS=VALUE`,
    };
    const args = [
      'start',
      '--optimized',
      '--http-enabled=true',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--http-management-port=${management}`,
      `--hostname=${this.url}`,
      '--cache=local',
    ];
    const serves = async () => (await fetch(`${this.url}/realms/master`)).ok;
    await this.#program.start(join(SERVER, 'bin/kc.sh'), args, serves, { env });
  }

  /** Ends it at once, as a machine that goes away; its files stay. */
  async crash() {
    await this.#program.stop('SIGKILL');
  }

  /** It takes connections and says nothing, until it goes on. */
  hang() {
    this.#program.signal('SIGSTOP');
  }

  goOn() {
    this.#program.signal('SIGCONT');
  }

  async stop() {
    await this.#program?.stop('SIGKILL');
    await this.#data.stop();
  }

  log() {
    return this.#program.log();
  }

  /** @returns {Promise<any>} the answer's JSON, if it has one */
  async admin(method, path, body) {
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: this.#password };
    const login = await fetch(`${this.url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = await login.json();
    const response = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text && JSON.parse(text);
  }

  /** Makes a user with PASSWORD. */
  addUser(name, email, emailVerified) {
    return this.admin('POST', '/admin/realms/staff/users', {
      username: name,
      email,
      emailVerified,
      enabled: true,
      firstName: name,
      lastName: 'Doe',
      credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
    });
  }

  async changeClient(clientId, change) {
    const [client] = await this.admin('GET', `/admin/realms/staff/clients?clientId=${clientId}`);
    change(client);
    await this.admin('PUT', `/admin/realms/staff/clients/${client.id}`, client);
  }

  async secretOf(clientId) {
    const [{ id }] = await this.admin('GET', `/admin/realms/staff/clients?clientId=${clientId}`);
    return (await this.admin('GET', `/admin/realms/staff/clients/${id}/client-secret`)).value;
  }

  /** A new key, which signs from now on where its algorithm is asked for; the old ones stay published. */
  async addKey(providerId, config) {
    const realm = await this.admin('GET', '/admin/realms/staff');
    await this.admin('POST', '/admin/realms/staff/components', {
      name: providerId,
      providerId,
      providerType: 'org.keycloak.keys.KeyProvider',
      parentId: realm.id,
      config: { priority: ['200'], enabled: ['true'], active: ['true'], ...config },
    });
  }

  /** By the password, which the tests' realm allows: {access_token, id_token}. */
  async tokens(username, client = { client_id: 'chat' }) {
    const form = { grant_type: 'password', scope: 'openid email', username, password: PASSWORD, ...client };
    const response = await fetch(`${this.issuer}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${username}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  /** Fills in the login form that a browser was sent to. */
  async signOn(page, username) {
    await page.waitForURL((url) => url.href.startsWith(this.url));
    await page.fill('#username', username);
    await page.fill('#password', PASSWORD);
    await page.click('#kc-login');
  }
}
