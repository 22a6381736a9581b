// From the start of the process to the first token, several times: the jar as it is, and as in the image, extracted, with its
// options and an AOT cache that a training run makes first, in turn.
//
//   node src/bench/start.mjs [times]
//
//   JAVA      the java to run (java)
//   BENCH_JAR   the jar to measure (target/kore-sts.jar)
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const times = Number(process.argv[2] ?? 7);
const java = process.env.JAVA ?? 'java';
const project = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'start-'));
const options = join(project, 'src/main/docker/jvm.options');
const jar = join(folder, 'kore-sts.jar');
const extracted = join(folder, 'extracted', 'kore-sts.jar');
const cache = join(folder, 'kore-sts.aot');

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const ask = (port) => new Promise((resolve) => {
  const body = '{"identity":"jane@example.com","clientId":"cs-hs"}';
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => resolve(false));
  socket.on('data', (data) => { resolve(data.toString().startsWith('HTTP/1.1 200')); socket.destroy(); });
  socket.on('close', () => resolve(false));
  socket.write(`POST /api/users/sts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
});

async function firstToken(jvm, file) {
  const [port, management] = [await freePort(), await freePort()];
  const began = process.hrtime.bigint();
  const service = spawn(java, [...jvm, '-jar', file, `--server.port=${port}`, '--server.address=127.0.0.1',
    `--management.server.port=${management}`, `--spring.config.additional-location=file:${folder}/`],
    { cwd: folder, stdio: 'ignore', env: { ...process.env, MALLOC_ARENA_MAX: '2' } });
  const ended = new Promise((resolve) => service.on('exit', resolve));
  let running = true;
  ended.then(() => { running = false; });
  while (running && !await ask(port)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (!running) {
    throw new Error('the service ended before its first token');
  }
  service.kill();
  await ended;
  return seconds;
}

try {
  copyFileSync(process.env.BENCH_JAR ?? join(project, 'target/kore-sts.jar'), jar);
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, 'application.yaml'), JSON.stringify({ sts: { 'caller.mode': 'open', clients: {
    hs: { 'client-id': 'cs-hs', algorithm: 'HS256', 'client-secret': randomBytes(32).toString('base64') },
    rs: { 'client-id': 'cs-rs', algorithm: 'RS256', 'private-key': key } } } }));
  execFileSync(java, ['-Djarmode=tools', '-jar', jar, 'extract', '--destination', join(folder, 'extracted')]);
  execFileSync(java, [join(project, 'src/main/docker/TrainingRun.java'), cache, `@${options}`, '-jar', extracted],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MALLOC_ARENA_MAX: '2' } });
  const kinds = { 'java -jar': [[], jar], 'as in the image': [[`@${options}`, `-XX:AOTCache=${cache}`], extracted] };
  const seconds = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (let i = 0; i < times; i++) {
    for (const [kind, [jvm, file]] of Object.entries(kinds)) {
      seconds[kind].push(await firstToken(jvm, file));
    }
  }
  for (const [kind, all] of Object.entries(seconds)) {
    all.sort((a, b) => a - b);
    console.log(`${kind}: median ${all[times >> 1].toFixed(2)} s, ${all[0].toFixed(2)} to ${all.at(-1).toFixed(2)} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
