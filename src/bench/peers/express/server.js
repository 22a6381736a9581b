// An STS the way Kore's sample is built, with its claims put right: seconds, one hour, a real boolean.
const { readFileSync } = require('node:fs');
const { randomUUID } = require('node:crypto');
const express = require('express');
const bodyParser = require('body-parser');
const cors = require('cors');
const { sign } = require('jsonwebtoken');

const keys = new Map([
  ['cs-hs', { algorithm: 'HS256', key: process.env.BENCH_SECRET }],
  ['cs-rs', { algorithm: 'RS256', key: readFileSync(process.env.BENCH_PEM) }],
]);

const app = express();
app.use(cors(), bodyParser.json(), bodyParser.urlencoded({ extended: true }));
app.post('/api/users/sts', (request, response) => {
  const { clientId, identity, isAnonymous } = request.body;
  const client = keys.get(clientId);
  if (!client || !identity) return response.status(400).json({ errors: [{ msg: 'clientId and identity are required' }] });
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iat, exp: iat + 3600, jti: randomUUID(), iss: clientId, sub: identity,
    aud: 'https://idproxy.kore.com/authorize', isAnonymous: Boolean(isAnonymous),
  };
  return response.json({ jwt: sign(claims, client.key, { algorithm: client.algorithm }) });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
