// Draws what report.mjs wrote: node src/bench/chart.mjs figures.json > docs/images/benchmark.svg
import { readFileSync } from 'node:fs';

const figures = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const labels = { sts: 'kore-sts', express: "Express (Kore's sample)", node: 'bare Node.js', go: 'Go' };
const width = 720;
const left = 190;
const right = 96;
const bar = 22;
const gap = 8;

let y = 34;
const parts = [];
const text = (x, ty, content, extra = '') => parts.push(`<text x="${x}" y="${ty}" ${extra}>${content}</text>`);
for (const [key, title] of [['hs', 'HS256'], ['rs', 'RS256, 2048 bits']]) {
  text(16, y, `${title}: tokens per second on one processor`, 'class="title"');
  y += 14;
  const entries = Object.entries(figures[key]);
  const most = Math.max(...entries.map(([, { rate }]) => rate));
  for (const [name, { rate }] of entries) {
    const length = Math.max(2, Math.round((rate / most) * (width - left - right)));
    text(left - 10, y + bar - 6, labels[name] ?? name, 'text-anchor="end"');
    parts.push(`<rect x="${left}" y="${y}" width="${length}" height="${bar}" rx="3" class="${name === 'sts' ? 'ours' : 'peer'}"/>`);
    text(left + length + 8, y + bar - 6, rate.toLocaleString('en-US'));
    y += bar + gap;
  }
  y += 30;
}
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y - 22}" width="${width}" role="img" aria-label="Tokens per second, kore-sts beside its alternatives">
<style>
  text { font: 14px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 }
  .ours { fill: #0b7a75 } .peer { fill: #b6bec9 } .ground { fill: #ffffff }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .peer { fill: #57606a } .ours { fill: #2fb5ac } .ground { fill: #0d1117 } }
</style>
<rect class="ground" width="100%" height="100%" rx="6"/>
${parts.join('\n')}
</svg>`);
