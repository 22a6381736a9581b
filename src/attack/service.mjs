// The service under attack: the jar with the image's options in 384 MiB, and what is known of it from outside.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

export const MEBIBYTES = 384;
const CGROUP = '/sys/fs/cgroup/kore-sts-attack';
const running = new Set();
process.on('exit', () => running.forEach((service) => service.kill()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** @returns whether the kernel holds the service to the limit; otherwise Java counts with it and the report compares */
function limitMemory() {
  try {
    mkdirSync(CGROUP, { recursive: true });
    writeFileSync(join(CGROUP, 'memory.max'), String(MEBIBYTES * 1024 * 1024));
    return true;
  } catch {
    return false;
  }
}

export class Service {
  secret = randomBytes(32).toString('hex');
  written = 0;
  log = '';

  static async start(settings = {}) {
    const service = new Service();
    await service.#start(settings);
    return service;
  }

  async #start(settings) {
    this.folder = mkdtempSync(join(tmpdir(), 'kore-sts-attack-'));
    this.limited = limitMemory();
    const options = readFileSync('src/main/docker/jvm.options', 'utf8').split('\n').filter((line) => line.startsWith('-'));
    const properties = {
      'server.address': '127.0.0.1', 'server.port': 0, 'management.server.address': '127.0.0.1', 'management.server.port': 0,
      'sts.caller.mode': 'gateway', 'sts.caller.gateway.secret': this.secret,
      'sts.clients.travel.client-id': 'cs-travel', 'sts.clients.travel.algorithm': 'HS256',
      'sts.clients.travel.client-secret': this.secret, 'sts.clients.travel.allowed-claims': 'privateClaims', ...settings,
    };
    const java = [process.env.JAVA, '-XX:+IgnoreUnrecognizedVMOptions', ...options, `-XX:MaxRAM=${MEBIBYTES}m`, '-jar', process.env.STS_JAR];
    const command = [...java, ...Object.entries(properties).map(([name, value]) => `--${name}=${value}`)];
    const enter = this.limited ? `echo $$ >${CGROUP}/cgroup.procs; ` : '';
    this.child = spawn('sh', ['-c', `${enter}exec "$@"`, 'sh', ...command], {
      cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, MALLOC_ARENA_MAX: '2' },
    });
    running.add(this);
    this.ended = new Promise((resolve) => this.child.on('exit', (code) => resolve((this.exitCode = code ?? 'killed'))));
    const read = (bytes) => {
      this.written += bytes.length;
      this.log = (this.log + bytes).slice(-20_000);
    };
    this.child.stdout.on('data', read);
    this.child.stderr.on('data', read);
    for (let i = 0; !/Started StsApplication|APPLICATION FAILED/.test(this.log) && this.exitCode === undefined && i < 1200; i++) await pause(100);
    const ports = [...this.log.matchAll(/Tomcat started on port (\d+)/g)].map((match) => Number(match[1]));
    if (ports.length !== 2) throw new Error(`The service does not start:\n${this.log}`);
    [this.port, this.managementPort] = ports;
  }

  /** From now on nobody reads its output. */
  stopReading() {
    this.child.stdout.removeAllListeners('data');
    this.child.stdout.pause();
  }

  /** The most memory that was resident so far, in MiB. */
  highest() {
    try {
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024);
    } catch {
      return NaN;
    }
  }

  /** SIGTERM. @returns how many seconds it took to end, or NaN */
  async terminate(seconds) {
    const started = Date.now();
    this.child.kill('SIGTERM');
    await Promise.race([this.ended, pause(seconds * 1000)]);
    return this.exitCode === undefined ? NaN : (Date.now() - started) / 1000;
  }

  kill() {
    running.delete(this);
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
    if (this.limited) try { rmdirSync(CGROUP); } catch { /* the process is still ending */ }
  }
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
