// A real nginx, in a folder and a process of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { Program } from './program.js';

export class Nginx {
  #program = new Program('nginx');

  /** Its folder, for files that the configuration names. */
  get folder() {
    return this.#program.folder;
  }

  /** What it said so far. */
  log() {
    return this.#program.log();
  }

  /**
   * Starts it and resolves when it serves.
   *
   * @param {string} site the content of its http block; what nginx -t warns of is an error
   * @param {() => Promise<boolean>} serves whether it answers as it should; may reject
   */
  async start(site, serves) {
    writeFileSync(join(this.folder, 'site.conf'), site, { mode: 0o600 });
    writeFileSync(join(this.folder, 'nginx.conf'), this.#main());
    const args = ['-p', this.folder, '-e', 'stderr', '-c', join(this.folder, 'nginx.conf')];
    this.#program.check('nginx', ['-t', '-q', ...args]);
    await this.#program.start('nginx', args, serves);
  }

  stop() {
    return this.#program.stop('SIGQUIT');
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
