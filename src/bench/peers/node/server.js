// The least that Node can do: no framework, keys and headers prepared, nothing checked but what is needed.
const { createServer } = require('node:http');
const { createHmac, createPrivateKey, createSecretKey, randomUUID, sign } = require('node:crypto');
const { readFileSync } = require('node:fs');

const base64url = (text) => Buffer.from(text, 'utf8').toString('base64url');
const secret = createSecretKey(Buffer.from(process.env.BENCH_SECRET, 'utf8'));
const privateKey = createPrivateKey(readFileSync(process.env.BENCH_PEM));
const clients = {
  'cs-hs': {
    header: base64url('{"alg":"HS256","typ":"JWT"}'),
    signature: (input) => createHmac('sha256', secret).update(input).digest('base64url'),
  },
  'cs-rs': {
    header: base64url('{"alg":"RS256","typ":"JWT"}'),
    signature: (input) => sign('sha256', Buffer.from(input), privateKey).toString('base64url'),
  },
};

function answer(body, response) {
  let request;
  try {
    request = JSON.parse(body);
  } catch {
    return response.writeHead(400).end();
  }
  const client = clients[request.clientId];
  if (!client) return response.writeHead(400).end();
  const iat = Math.floor(Date.now() / 1000);
  const input = `${client.header}.${base64url(JSON.stringify({
    iat, exp: iat + 3600, jti: randomUUID(), iss: request.clientId, sub: request.identity,
    aud: 'https://idproxy.kore.com/authorize', isAnonymous: Boolean(request.isAnonymous),
  }))}`;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  return response.end(`{"jwt":"${input}.${client.signature(input)}"}`);
}

createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => answer(Buffer.concat(parts).toString('utf8'), response));
}).listen(Number(process.env.PORT), '127.0.0.1');
