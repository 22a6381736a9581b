// Reads what run.sh measured, prints tables, and writes the figures as JSON for chart.mjs.
import { readFileSync, writeFileSync } from 'node:fs';

const [rowsFile, memoryFile, opensslRate, jsonFile] = process.argv.slice(2);
const lines = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' '));
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const milliseconds = (text) => parseFloat(text) * (text.endsWith('us') ? 1e-3 : text.endsWith('ms') ? 1 : 1e3);

const rows = lines(rowsFile).map(([key, name, rate, p99, bad]) => ({ key, name, rate: +rate, p99: milliseconds(p99), bad: +bad }));
const names = [...new Set(rows.map((row) => row.name))];
const figures = { opensslRate: +opensslRate, memory: Object.fromEntries(lines(memoryFile).map(([name, mib]) => [name, +mib])) };
for (const key of ['hs', 'rs']) {
  const of = (name) => rows.filter((row) => row.key === key && row.name === name);
  figures[key] = Object.fromEntries(names.map((name) => [name, {
    rate: Math.round(median(of(name).map((row) => row.rate))),
    p99: median(of(name).map((row) => row.p99)),
    bad: of(name).reduce((sum, row) => sum + row.bad, 0),
  }]));
  const ours = figures[key].sts.rate;
  console.log(`\n${key.toUpperCase()}256          tokens/s   sts/peer     p99 ms   not 2xx`);
  for (const [name, { rate, p99, bad }] of Object.entries(figures[key])) {
    console.log(`${name.padEnd(10)} ${String(rate).padStart(12)} ${(ours / rate).toFixed(2).padStart(10)} ${p99.toFixed(2).padStart(10)} ${String(bad).padStart(9)}`);
  }
}
console.log(`\nopenssl speed rsa2048: ${opensslRate} signatures/s; sts signs at ${(figures.rs.sts.rate / opensslRate).toFixed(2)} of it`);
console.log(`resident MiB after the load: ${Object.entries(figures.memory).map(([name, mib]) => `${name} ${mib}`).join(', ')}`);
if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
