// Runs the packaged service, as an operator would: java -jar, a YAML file, and nothing of this checkout's ./config.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PATIENCE_MILLIS, until } from './patience.js';
import { freePorts } from './server.js';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
export const JAR = process.env.STS_JAR ?? join(PROJECT, 'target', 'kore-sts.jar');
const LOGS = join(PROJECT, 'target', 'e2e');
const ATTEMPTS = 3;

/**
 * Starts the service and resolves when it says that it is ready.
 *
 * @param {string} name of its log: target/e2e/<name>.log
 * @param {object} configuration what the YAML file says
 * @param {[number, number]} [ports] free ones by default, as for a service that comes back where it was
 * @returns {Promise<Service>}
 */
export async function startService(name, configuration, ports) {
  if (!existsSync(JAR)) {
    throw new Error(`There is no ${JAR}: package the service first, or set STS_JAR`);
  }
  for (let attempt = 1; ; attempt++) {
    const service = new Service(name, configuration, ports ?? (await freePorts(2)));
    try {
      await service.ready();
      return service;
    } catch (error) {
      await service.stop().catch(() => {});
      const portWasTaken = /already in use/i.test(service.log());
      if (!portWasTaken || attempt === ATTEMPTS) {
        throw new Error(`${error.message}; the end of ${service.logFile}:\n${service.log().slice(-4000)}`);
      }
    }
  }
}

class Service {
  #folder = mkdtempSync(join(tmpdir(), 'kore-sts-e2e-'));
  #process;
  #exited;
  #managementUrl;
  #abandon = () => {
    this.#process.kill('SIGKILL');
    this.#removeFolder();
  };

  constructor(name, configuration, [port, managementPort]) {
    this.ports = [port, managementPort];
    this.url = `http://127.0.0.1:${port}`;
    this.logFile = join(LOGS, `${name}.log`);
    this.#managementUrl = `http://127.0.0.1:${managementPort}`;
    const settings = join(this.#folder, 'service.yaml');
    // Each JSON text is YAML, and this way no character of a key or secret needs thought.
    writeFileSync(settings, JSON.stringify(configuration, null, 2), { mode: 0o600 });
    this.#process = spawn(
      java(),
      [
        // It runs for seconds only.
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-jar',
        JAR,
        `--spring.config.additional-location=file:${settings}`,
        '--server.address=127.0.0.1',
        `--server.port=${port}`,
        '--management.server.address=127.0.0.1',
        // Nobody waits for a test's service, unless the test says so.
        ...(configuration.sts?.drain ? [] : ['--sts.drain=0s']),
        `--management.server.port=${managementPort}`,
      ],
      { cwd: this.#folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#exited = once(this.#process, 'exit');
    this.#exited.catch(() => {});
    process.on('exit', this.#abandon);
    this.#keepLog();
  }

  /** Where a page posts to. */
  get stsUrl() {
    return `${this.url}/api/users/sts`;
  }

  log() {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  async ready() {
    let ended = '';
    this.#exited.then(
      ([code, signal]) => (ended = `ended with ${signal ?? `exit code ${code}`} instead of starting`),
      (error) => (ended = `could not be started: ${error.message}`),
    );
    await until(
      async () => ended || (await this.#saysReady()),
      () => `The service was not ready after ${PATIENCE_MILLIS / 1000} s`,
    );
    if (ended) {
      throw new Error(`The service ${ended}`);
    }
  }

  /** Waits until it has logged this: its log comes by another way than its answers, and may be later. */
  async logs(text) {
    await until(
      () => this.log().includes(text),
      () => `${this.logFile} does not show ${text}`,
    );
  }

  /** Ends the service by SIGTERM, as an orchestrator does; rejects if it had to be killed. */
  async stop() {
    const late = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE_MILLIS);
    this.#process.kill('SIGTERM');
    const [, signal] = await this.#exited.catch(() => []);
    clearTimeout(late);
    process.off('exit', this.#abandon);
    this.#removeFolder();
    if (signal === 'SIGKILL') {
      throw new Error(`The service did not end in the ${PATIENCE_MILLIS / 1000} s after SIGTERM; see ${this.logFile}`);
    }
  }

  async #saysReady() {
    try {
      const response = await fetch(`${this.#managementUrl}/actuator/health/readiness`);
      return response.ok && (await response.json()).status === 'UP';
    } catch {
      return false;
    }
  }

  #removeFolder() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #keepLog() {
    mkdirSync(LOGS, { recursive: true });
    const log = createWriteStream(this.logFile);
    this.#process.stdout.pipe(log, { end: false });
    this.#process.stderr.pipe(log, { end: false });
    this.#process.once('close', () => log.end());
  }
}

export function java() {
  const home = process.env.JAVA_HOME;
  return home ? join(home, 'bin', 'java') : 'java';
}

/** Settings of the surroundings must not reach the service. */
export function environment() {
  const foreign = /^(STS|SPRING|SERVER|MANAGEMENT|LOGGING)_/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

// A process ended by a signal tells nobody; ended by exit() it still takes the service with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(1));
}
