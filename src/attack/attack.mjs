// Runs the attacks one after the other, with innocents asking beside them. See run.sh.
import http from 'node:http';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { ATTACKS } from './attacks.mjs';
import { MEBIBYTES, Service, pause } from './service.mjs';

const SECONDS = Number(process.env.ATTACK_SECONDS ?? 10);
// Far from what is measured on an idle machine, for CI's are not idle.
const P99_MILLIS = Number(process.env.ATTACK_P99_MILLIS ?? 1000);
const WORST_MILLIS = 5000;
const LOGGED_BYTES_A_SECOND = 100_000;
const only = process.argv.slice(2);
let failed = 0;
let passed = 0;

/** As a gateway and an orchestrator do: some connections stay open, and probes come anew. */
class Innocents {
  constructor(service, headers, body) {
    this.service = service;
    this.token = { method: 'POST', path: '/api/users/sts', headers: { 'Content-Type': 'application/json', ...headers }, body };
    this.keys = { method: 'GET', path: '/.well-known/jwks.json', headers: {} };
    this.probe = { method: 'GET', path: '/actuator/health/liveness', headers: {}, management: true };
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  }

  ask({ method, path, headers, body, management }, agent = this.agent) {
    const { port, managementPort } = this.service;
    const started = performance.now();
    return new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: management ? managementPort : port, method, path, headers, agent: management ? undefined : agent };
      const request = http.request({ ...options, timeout: 30_000 }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, millis: performance.now() - started }));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve({ status: 0, millis: performance.now() - started }));
      request.end(body);
    });
  }

  /** @returns what was answered while it ran, besides the statuses that are right */
  async during(seconds, right = [200]) {
    const end = Date.now() + seconds * 1000;
    const answers = [];
    const again = async (what, every) => {
      while (Date.now() < end) {
        answers.push(await this.ask(what));
        await pause(every);
      }
    };
    await Promise.all([again(this.token, 20), again(this.token, 20), again(this.keys, 100), again(this.probe, 200)]);
    const times = answers.map((answer) => answer.millis).sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
    const wrong = answers.filter((answer) => !right.includes(answer.status));
    return { count: answers.length, p50: at(0.5), p99: at(0.99), worst: at(1), wrong: wrong.map((answer) => answer.status) };
  }

  /** @returns seconds until a new connection is answered as it should, or NaN after 30 */
  async recovery() {
    for (const started = Date.now(); Date.now() - started < 30_000; await pause(100)) {
      if ((await this.ask(this.token, new http.Agent())).status === 200) return (Date.now() - started) / 1000;
    }
    return NaN;
  }
}

function report(name, service, seen, complaints) {
  const line = `${String(seen.count).padStart(5)} asked, ms ${seen.p50} / ${seen.p99} / ${seen.worst}, ${service.highest()} MiB, recovered in ${seen.recovered} s`;
  console.log(`${complaints.length ? 'FAILED' : 'ok    '} ${name.padEnd(32)} ${line}${complaints.map((text) => `\n       ${text}`).join('')}`);
  if (complaints.length && service.exitCode) console.log(service.log.split('\n').filter((text) => !text.includes(' audit: ')).slice(-10).join('\n'));
  complaints.length ? failed++ : passed++;
}

function complaintsOf(service, seen) {
  return [
    service.exitCode !== undefined && `it died: ${service.exitCode}`,
    seen.count < 20 && 'innocents were hardly answered',
    seen.wrong.length > 0 && `${seen.wrong.length} innocents got ${[...new Set(seen.wrong)]}`,
    seen.p99 > P99_MILLIS && `1 % waited longer than ${P99_MILLIS} ms`,
    seen.worst > WORST_MILLIS && `one waited longer than ${WORST_MILLIS} ms`,
    service.highest() > MEBIBYTES && `more than ${MEBIBYTES} MiB were resident`,
    Number.isNaN(seen.recovered) && 'it did not recover',
  ].filter(Boolean);
}

const wanted = (name) => !only.length || only.some((word) => name.includes(word));

function attack(name, { port, managementPort, secret }) {
  const worker = new Worker(new URL('attacks.mjs', import.meta.url), { workerData: { name, port, managementPort, secret } });
  return () => worker.terminate();
}

async function run(name, service, innocents) {
  if (!wanted(name)) return;
  await innocents.during(1);
  const before = service.written;
  const end = attack(name, service);
  await pause(1000);
  const seen = await innocents.during(SECONDS);
  const written = service.written - before;
  await end();
  seen.recovered = await innocents.recovery();
  const complaints = complaintsOf(service, seen);
  if (name.startsWith('refusals') && written > LOGGED_BYTES_A_SECOND * (SECONDS + 1)) complaints.push(`${written} bytes were logged`);
  report(name, service, seen, complaints);
}

/** It takes every connection and never answers. */
async function hangingProvider() {
  const server = net.createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

const OIDC = 'an identity provider that hangs';
const MUTE = 'output that nobody reads';
const started = Date.now();
const proven = (service) => new Innocents(service, { 'X-Gateway-Secret': service.secret, 'X-Forwarded-User': 'jane' }, '{}');

const service = await Service.start();
console.log(`${MEBIBYTES} MiB ${service.limited ? 'by a cgroup' : 'by -XX:MaxRAM, for no cgroup can be made'}; innocents: ms median / 99 % / worst`);
console.log(`demanded for ${SECONDS} s of each attack: 99 % of the innocent within ${P99_MILLIS} ms, all within ${WORST_MILLIS} ms, at most ${MEBIBYTES} MiB, recovered in 30 s`);
for (const name of Object.keys(ATTACKS).filter((name) => name !== OIDC && name !== MUTE)) await run(name, service, proven(service));
const seconds = await service.terminate(40);
if (Number.isNaN(seconds)) failed++, console.log('FAILED SIGTERM did not end it');
service.kill();

const issuer = await hangingProvider();
const oidc = await Service.start({
  'sts.caller.mode': 'oidc', 'spring.security.oauth2.resourceserver.jwt.issuer-uri': issuer,
  'spring.security.oauth2.resourceserver.jwt.audiences': 'sts',
});
await run(OIDC, oidc, new Innocents(oidc, {}, '{"isAnonymous":true}'));
oidc.kill();

// Its output is never read again: no token without its line, and everything else as ever.
if (wanted(MUTE)) {
  const mute = await Service.start();
  const innocents = proven(mute);
  mute.stopReading();
  const end = attack(MUTE, mute);
  await pause(5000);
  const seen = await innocents.during(SECONDS, [200, 503]);
  await end();
  const [token, keys] = [await innocents.ask(innocents.token), await innocents.ask(innocents.keys)];
  const ready = await innocents.ask({ ...innocents.probe, path: '/actuator/health/readiness' });
  seen.recovered = 'no';
  const complaints = complaintsOf(mute, seen);
  const highest = mute.highest();
  if (token.status !== 503) complaints.push(`a token was answered with ${token.status}`);
  if (keys.status !== 200) complaints.push(`the key set was answered with ${keys.status}`);
  if (ready.status !== 503) complaints.push(`readiness was ${ready.status}`);
  const until = await mute.terminate(40);
  if (Number.isNaN(until)) complaints.push('SIGTERM did not end it within 40 s');
  mute.highest = () => highest;
  report(MUTE, mute, seen, complaints);
  mute.kill();
}
console.log(`attack: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
