// How long tokens are, as a table of docs/api.md.
import { exchange } from './exchange.js';

/** Of ordinary length: a mail address. */
export const IDENTITY = 'jane.doe@example.com';

const CUSTOM_DATA = [0, 1024, 4096];
const SIGNINGS = ['HS256', 'RS256'];
/** The defaults. */
const ENCRYPTION = ['RSA-OAEP', 'A128CBC-HS256'];

/** One row for each size of custom data, one column for each way to sign, without and with encryption. */
export async function sizes(service, all) {
  const columns = SIGNINGS.flatMap((signing) => [
    [signing, all.find((one) => one.signing === signing && !one.alg)],
    [`${signing}, encrypted`, all.find((one) => one.signing === signing && one.alg === ENCRYPTION[0] && one.enc === ENCRYPTION[1])],
  ]);
  const rows = [];
  for (const bytes of CUSTOM_DATA) {
    const row = [`${bytes}`];
    for (const [, { clientId }] of columns) {
      row.push(await size(service, { clientId, ...customData(bytes) }));
    }
    rows.push(row);
  }
  return table(['bytes of secureCustomData', ...columns.map(([heading]) => heading)], rows);
}

/** A JSON object of so many bytes. */
function customData(bytes) {
  return bytes === 0 ? {} : { secureCustomData: { data: 'x'.repeat(bytes - '{"data":""}'.length) } };
}

async function size(service, fields) {
  const answer = await exchange(service.stsUrl, {
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ identity: IDENTITY, ...fields }),
  });
  if (answer.status !== 200) {
    throw new Error(`no token: ${answer.text}`);
  }
  return `${answer.json().jwt.length}`;
}

function table(headings, rows) {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(headings), rule, ...rows.map(line)].join('\n');
}
