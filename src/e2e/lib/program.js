// A real server program, in a folder and a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PATIENCE_MILLIS, until } from './patience.js';

export class Program {
  /** Its folder, for its files. */
  folder;
  #name;
  #process;
  #exited = Promise.resolve();
  #log = '';
  #group;
  #kill = () => {
    this.signal('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  };

  /** @param {boolean} [options.group] whether it is a script whose child is the server, so that signals are for both */
  constructor(name, { group = false } = {}) {
    this.#name = name;
    this.#group = group;
    this.folder = mkdtempSync(join(tmpdir(), `kore-sts-${name}-`));
    process.on('exit', this.#kill);
  }

  /** What it said so far. */
  log() {
    return this.#log;
  }

  /** Runs its own check of its configuration; a warning is an error too, unless it is a known one. */
  check(command, args, { env, known } = {}) {
    const { status, stderr, stdout, error } = spawnSync(command, args, { encoding: 'utf8', env, cwd: this.folder });
    const said = stderr.split('\n').filter((line) => line !== '' && !known?.test(line));
    if (error || status !== 0 || said.length > 0) {
      throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr + stdout}`);
    }
  }

  /**
   * Starts it and resolves when it serves.
   *
   * @param {() => Promise<boolean>} serves whether it answers as it should; may reject
   */
  async start(command, args, serves, { env } = {}) {
    this.#process = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: this.folder, detached: this.#group });
    this.#exited = once(this.#process, 'exit');
    this.#exited.catch(() => {});
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (chunk) => (this.#log += chunk));
    }
    let ended = '';
    this.#exited.then(() => (ended = 'it ended'), (error) => (ended = error.message));
    const failure = (why) => `${this.#name} did not start: ${why}\n${this.#log}`;
    await until(async () => ended || (await serves().catch(() => false)), () => failure('it does not answer'));
    if (ended) {
      throw new Error(failure(ended));
    }
  }

  /** For a provider that hangs, and comes back. */
  signal(name) {
    if (!this.#group) {
      this.#process?.kill(name);
      return;
    }
    try {
      process.kill(-this.#process.pid, name);
    } catch {
      // It has not been started, or is gone.
    }
  }

  async stop(signal = 'SIGTERM') {
    const late = setTimeout(() => this.signal('SIGKILL'), PATIENCE_MILLIS);
    this.signal(signal);
    await this.#exited.catch(() => {});
    clearTimeout(late);
    process.off('exit', this.#kill);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
