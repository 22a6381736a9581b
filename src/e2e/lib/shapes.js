// What Kore's SDKs put on the wire when they ask for a token: headers in their order and spelling, bodies byte for byte.
// Seen in the Web SDK's runs and read in the sources of the others.

export const AUDIENCE = 'https://idproxy.kore.com/authorize';
export const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

const CHROME = [
  ['sec-ch-ua-platform', '"Linux"'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'],
];
const JQUERY_ACCEPT = ['Accept', 'application/json, text/javascript, */*; q=0.01'];
const ANDROID = [
  ['alg', 'RS256'],
  ['typ', 'JWT'],
  ['Content-Type', 'application/json; charset=UTF-8'],
  ['Accept-Encoding', 'gzip'],
  ['User-Agent', 'okhttp/4.9.1'],
];

/** What Chromium adds to a request of a page of this origin. */
function fromPage(origin) {
  return [
    ['Origin', origin],
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-Fetch-Dest', 'empty'],
    ['Referer', `${origin}/`],
    ['Accept-Encoding', 'gzip, deflate, br, zstd'],
    ['Accept-Language', 'en-US,en;q=0.9'],
  ];
}

/**
 * The requests that say who the user is. `isAnonymous` is what the token must say.
 *
 * @param {object} values
 * @param {string} values.origin of the page, for the SDKs that run in one
 * @param {string} values.clientId
 * @param {string} values.clientSecret what an app ships; the service must not care
 * @returns {Array<{client: string, path: string, origin?: string, preflight?: string, headers: Array<[string, string]>,
 *   body: string, sub: string, isAnonymous: boolean, namesClient: boolean}>}
 */
export function shapes({ origin, clientId, clientSecret }) {
  const form = (fields) => new URLSearchParams(fields).toString();
  const known = { sub: 'jane.doe@example.com', isAnonymous: false };
  const web = { ...known, origin };
  const five = (aud, isAnonymous = false) => ({ clientId, clientSecret, identity: known.sub, aud, isAnonymous });
  return [
    {
      client: "web SDK, built-in call with the page's client",
      path: '/api/users/sts',
      headers: [...CHROME, JQUERY_ACCEPT, ['Content-Type', FORM], ...fromPage(origin)],
      body: form(five('')),
      namesClient: true,
      ...web,
    },
    {
      client: 'web SDK, built-in call without a client',
      path: '/api/users/sts',
      headers: [...CHROME, JQUERY_ACCEPT, ['Content-Type', FORM], ...fromPage(origin)],
      body: 'clientId=&clientSecret=&identity=jane.doe%40example.com&aud=&isAnonymous=false',
      namesClient: false,
      ...web,
    },
    {
      client: 'web SDK, the JWTAsertion hook of the docs',
      path: '/api/users/sts/',
      preflight: 'content-type',
      headers: [...CHROME, ['Content-Type', 'application/json'], ['Accept', '*/*'], ...fromPage(origin)],
      body: '{"identity":"jane.doe@example.com"}',
      namesClient: false,
      ...web,
    },
    {
      client: 'iOS SDK, a known user',
      path: '/users/sts',
      headers: ios(),
      body: iosBody({ clientId, clientSecret, identity: known.sub, isAnonymous: 0 }),
      namesClient: true,
      ...known,
    },
    {
      client: 'iOS SDK, an anonymous user',
      path: '/users/sts',
      headers: ios(),
      body: iosBody({ clientId, clientSecret, identity: '6BA7B810-9DAD-11D1-80B4-00C04FD430C8', isAnonymous: 1 }),
      namesClient: true,
      sub: '6BA7B810-9DAD-11D1-80B4-00C04FD430C8',
      isAnonymous: true,
    },
    {
      client: 'Android SDK in Java',
      path: '/users/sts',
      headers: ANDROID,
      // The order of a HashMap.
      body: JSON.stringify({ clientId, isAnonymous: false, identity: known.sub, clientSecret, aud: AUDIENCE }),
      namesClient: true,
      ...known,
    },
    {
      client: 'Android SDK in Kotlin, an anonymous user',
      path: '/users/sts',
      headers: ANDROID,
      body: JSON.stringify(five(AUDIENCE, true)),
      namesClient: true,
      sub: known.sub,
      isAnonymous: true,
    },
    {
      client: 'React Native SDK with an audience that nobody set',
      path: '/users/sts',
      headers: [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
        ['accept-encoding', 'gzip'],
        ['user-agent', 'okhttp/4.9.2'],
      ],
      body: JSON.stringify(five('PLEASE_ENTER_AUD')),
      namesClient: true,
      ...known,
    },
    {
      client: 'SearchAssist web SDK, JSON',
      path: '/api/users/sts',
      preflight: 'authorization,content-type,state',
      headers: [
        ...CHROME,
        ['Authorization', 'bearer undefined'],
        ['state', 'configured'],
        ['Content-Type', 'application/json'],
        JQUERY_ACCEPT,
        ...fromPage(origin),
      ],
      body: JSON.stringify(five('https://idproxy.kore.ai/authorize')),
      namesClient: true,
      ...web,
    },
    {
      client: 'SearchAssist web SDK, form',
      path: '/users/sts',
      preflight: 'authorization,state',
      headers: [
        ...CHROME,
        ['Authorization', 'bearer undefined'],
        ['state', 'configured'],
        ['Content-Type', FORM],
        JQUERY_ACCEPT,
        ...fromPage(origin),
      ],
      body: form(five('')),
      namesClient: true,
      ...web,
    },
  ];
}

/** The oldest README's request: a bearer token, and no body at all. */
export function bearerOnly({ origin, token }) {
  return {
    path: '/api/users/sts',
    preflight: 'authorization',
    origin,
    headers: [...CHROME, JQUERY_ACCEPT, ['Authorization', `bearer ${token}`], ...fromPage(origin)],
    body: '',
  };
}

/** What Chromium asks before it sends a request with these headers. */
export function preflight({ origin, preflight: names }) {
  return {
    method: 'OPTIONS',
    headers: [
      ['Accept', '*/*'],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', names],
      ...fromPage(origin),
    ],
  };
}

function ios() {
  return [
    ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ['Keep-Alive', 'Connection'],
    ['Accept', 'application/json'],
    ['alg', 'RS256'],
    ['typ', 'JWT'],
    ['User-Agent', 'KoreBotSDKDemo/1.0 (com.example.demo; build:1; iOS 17.0.0) Alamofire/5.8.1'],
    ['Accept-Language', 'en;q=1.0'],
    ['Accept-Encoding', 'br;q=1.0, gzip;q=0.9, deflate;q=0.8'],
  ];
}

/** Alamofire sorts the keys, and leaves `/` and `?` as they are. */
function iosBody({ clientId, clientSecret, identity, isAnonymous }) {
  const encode = (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3F', '?');
  return [
    `aud=${encode(AUDIENCE)}`,
    `clientId=${encode(clientId)}`,
    `clientSecret=${encode(clientSecret)}`,
    `identity=${encode(identity)}`,
    `isAnonymous=${isAnonymous}`,
  ].join('&');
}
