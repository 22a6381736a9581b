// A real nginx, in a folder and a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { PATIENCE_MILLIS, until } from './patience.js';

export class Nginx {
  /** Its folder, for files that the configuration names. */
  folder = mkdtempSync(join(tmpdir(), 'kore-sts-nginx-'));
  #process;
  #exited = Promise.resolve();
  #log = '';
  #kill = () => {
    this.#process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  };

  constructor() {
    process.on('exit', this.#kill);
  }

  /** What it said so far. */
  log() {
    return this.#log;
  }

  /**
   * Starts it and resolves when it serves.
   *
   * @param {string} site what stands in its http block; what nginx -t warns of is an error
   * @param {() => Promise<boolean>} serves whether it answers as it should; may reject
   */
  async start(site, serves) {
    writeFileSync(join(this.folder, 'site.conf'), site, { mode: 0o600 });
    writeFileSync(join(this.folder, 'nginx.conf'), this.#main());
    this.#check();
    this.#run();
    const failure = (why) => `nginx did not start: ${why}\n${this.#log}`;
    let ended = '';
    this.#exited.then(() => (ended = 'it ended'), (error) => (ended = error.message));
    await until(async () => ended || (await serves().catch(() => false)), () => failure('it does not answer'));
    if (ended) {
      throw new Error(failure(ended));
    }
  }

  async stop() {
    const late = setTimeout(this.#kill, PATIENCE_MILLIS);
    this.#process?.kill('SIGQUIT');
    await this.#exited.catch(() => {});
    clearTimeout(late);
    process.off('exit', this.#kill);
    rmSync(this.folder, { recursive: true, force: true });
  }

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
    return ['-p', this.folder, '-e', 'stderr', '-c', join(this.folder, 'nginx.conf')];
  }

  #main() {
    for (const name of ['body', 'proxy']) {
      mkdirSync(join(this.folder, name));
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
}
