// How long tokens are, as tables of docs/api.md.
import { exchange } from './exchange.js';

/** Of ordinary length: a mail address. */
export const IDENTITY = 'jane.doe@example.com';

const CUSTOM_DATA = [0, 256, 1024, 4096];

/** One row for each way to sign, one column for each way to encrypt. */
export async function sizesByCombination(service, all) {
  const columns = [...new Set(all.map(encryptionOf))];
  const rows = [];
  for (const signing of new Set(all.map((one) => one.signing))) {
    const sizes = [];
    for (const column of columns) {
      const { clientId } = all.find((one) => one.signing === signing && encryptionOf(one) === column);
      sizes.push(await size(service, { clientId }));
    }
    rows.push([signing, ...sizes]);
  }
  return table(['signed by', ...columns], rows);
}

/** The same for growing custom data, signed by RS256. */
export async function sizesByCustomData(service, all) {
  const rows = [];
  for (const bytes of CUSTOM_DATA) {
    const sizes = [];
    for (const encryption of ['signed only', 'RSA-OAEP, A128CBC-HS256']) {
      const { clientId } = all.find((one) => one.signing === 'RS256' && encryptionOf(one) === encryption);
      sizes.push(await size(service, { clientId, ...customData(bytes) }));
    }
    rows.push([`${bytes}`, ...sizes]);
  }
  return table(['bytes of secureCustomData', 'signed only', 'RSA-OAEP, A128CBC-HS256'], rows);
}

function encryptionOf({ alg, enc }) {
  return alg ? `${alg}, ${enc}` : 'signed only';
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
