// deploy/grafana/dashboard.json as a page: Grafana itself is not here, so its expressions are asked of Prometheus, and what they
// give is drawn in the places, units, colours and legends that the dashboard names.
const COLOURS = ['#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#b877d9'];
const NAMED = { green: '#73bf69', orange: '#ff9830', red: '#f2495c' };
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [540, 190, 62, 20];

const UNITS = {
  none: (value) => `${Math.round(value)}`,
  reqps: (value) => `${value.toFixed(1)} req/s`,
  percentunit: (value) => `${(value * 100).toFixed(1)} %`,
  s: (value) => (value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(1)} s`),
};

/**
 * @param {object} dashboard
 * @param {object} options
 * @param {(expression: string) => Promise<Array<{metric: object, values: Array<[number, string]>}>>} options.ask
 * @param {string} options.interval for $__rate_interval
 * @param {number} options.rows how many of the grid's rows are drawn
 * @returns {Promise<string>} HTML
 */
export async function draw(dashboard, { ask, interval, rows }) {
  const filled = (expression) => expression.replaceAll('$__rate_interval', interval).replaceAll(/\$(?:job|instance|client)\b/g, '.*');
  const seriesOf = async ({ expr, legendFormat }) =>
    (await ask(filled(expr))).map(({ metric, values }) => ({
      name: (legendFormat ?? '').replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ''),
      points: values.map(([time, value]) => [time, Number(value)]).filter(([, value]) => Number.isFinite(value)),
    }));
  const drawn = dashboard.panels
    .filter(({ gridPos }) => gridPos.y + gridPos.h <= rows)
    .map(async (panel) => drawPanel(panel, (await Promise.all((panel.targets ?? []).map(seriesOf))).flat()));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${dashboard.title}</title>
<style>
  body { margin: 12px; background: #111217; color: #ccccdc; font: 13px/1.3 sans-serif; }
  h1 { font-size: 18px; margin: 0 0 10px; } h2 { font-size: 13px; margin: 0 0 4px; font-weight: 600; }
  main { display: grid; grid-template-columns: repeat(24, 1fr); gap: 8px; }
  section { background: #181b1f; border: 1px solid #2c3235; padding: 8px 10px; }
  section.row { border: 0; background: none; padding: 2px 0; } .stat p { font-size: 27px; margin: 10px 0; }
  svg { width: 100%; display: block; } svg text { fill: #9a9aa8; font-size: 11px; } td, th { padding: 0 14px 0 0; text-align: left; font-weight: 400; }
  i { display: inline-block; width: 14px; height: 4px; margin-right: 6px; vertical-align: middle; }
</style><h1>${dashboard.title}</h1><main>${(await Promise.all(drawn)).join('\n')}</main></html>`;
}

function drawPanel({ type, title, gridPos, fieldConfig }, series) {
  const kinds = { row: () => '', stat: drawStat, timeseries: drawLines, heatmap: drawHeat };
  const body = kinds[type](series, fieldConfig?.defaults);
  return `<section class="${type}" style="grid-column: ${gridPos.x + 1} / span ${gridPos.w}"><h2>${title}</h2>${body}</section>`;
}

function drawStat([first], { unit, thresholds, noValue }) {
  const value = first?.points.at(-1)?.[1];
  if (value === undefined) {
    return `<p>${noValue ?? 'No data'}</p>`;
  }
  const step = thresholds.steps.findLast((each) => each.value === null || value >= each.value);
  return `<p style="color: ${NAMED[step.color]}">${UNITS[unit](value)}</p>`;
}

function drawLines(series, { unit, custom }) {
  const shown = series.filter(({ points }) => points.length > 0).sort((a, b) => a.name.localeCompare(b.name));
  if (shown.length === 0) {
    return '<p>No data</p>';
  }
  const times = shown.flatMap(({ points }) => points.map(([time]) => time));
  const stacked = custom.stacking.mode === 'normal';
  const below = new Map();
  const layers = shown.map(({ name, points }) => {
    const top = points.map(([time, value]) => [time, value, (stacked ? (below.get(time) ?? 0) : 0) + value]);
    const bottom = top.map(([time, value, sum]) => [time, sum - value]);
    top.forEach(([time, , sum]) => below.set(time, sum));
    return { name, values: points.map(([, value]) => value), top: top.map(([time, , sum]) => [time, sum]), bottom };
  });
  const highest = Math.max(...layers.flatMap(({ top }) => top.map(([, sum]) => sum))) * 1.1 || 1;
  const at = place(Math.min(...times), Math.max(...times), highest);
  const paths = layers.map(({ top, bottom }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const area = [...top, ...bottom.reverse()].map(at).join(' ');
    return `<polygon points="${area}" fill="${colour}" fill-opacity="${custom.fillOpacity / 100}"/>
<polyline points="${top.map(at).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  });
  const legend = layers.map(({ name, values }, index) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const figures = [mean, Math.max(...values)].map((value) => `<td>${UNITS[unit](value)}</td>`).join('');
    return `<tr><td><i style="background: ${COLOURS[index % COLOURS.length]}"></i>${name.trim()}</td>${figures}</tr>`;
  });
  return `${frame(times, [0, highest / 2, highest].map((value) => [value / highest, UNITS[unit](value)]), paths)}
<table><tr><th></th><th>mean</th><th>max</th></tr>${legend.join('')}</table>`;
}

/** Prometheus counts in a bucket whatever is in the smaller ones, too. */
function drawHeat(series) {
  const buckets = series
    .map(({ name, points }) => ({ le: Number(name.replace('+Inf', 'Infinity')), points: new Map(points) }))
    .sort((a, b) => a.le - b.le)
    .map(({ le, points }, index, all) => ({
      le,
      counts: [...points].map(([time, value]) => [time, value - (all[index - 1]?.points.get(time) ?? 0)]),
    }));
  const used = buckets.filter(({ counts }) => counts.some(([, count]) => count > 0.01));
  const cells = used.flatMap(({ counts }) => counts);
  const times = cells.map(([time]) => time);
  const most = Math.max(...cells.map(([, count]) => count));
  const at = place(Math.min(...times), Math.max(...times) + 1, used.length);
  const drawn = used.flatMap(({ counts }, index) =>
    counts
      .filter(([, count]) => count > 0.01)
      .map(([time, count]) => {
        const [[x, y], [right, low]] = [at([time, index + 1]), at([time + 1, index])];
        return `<rect x="${x}" y="${y}" width="${right - x - 1}" height="${low - y - 1}" fill="#5794f2" fill-opacity="${Math.sqrt(count / most)}"/>`;
      }),
  );
  const labelled = used.map(({ le }, index) => [(index + 0.4) / used.length, UNITS.s(le)]);
  const every = Math.ceil(used.length / 6);
  return frame(times, labelled.filter((_, index) => index % every === 0), drawn);
}

function place(first, last, highest) {
  const [width, height] = [WIDTH - LEFT, HEIGHT - BOTTOM];
  return ([time, value]) => [
    Math.round((LEFT + ((time - first) / (last - first || 1)) * width) * 10) / 10,
    Math.round((1 - value / highest) * height * 10) / 10,
  ];
}

function frame(times, ticks, content) {
  const height = HEIGHT - BOTTOM;
  const clock = (time) => new Date(time * 1000).toISOString().slice(11, 19);
  const lines = ticks.map(([share, label]) => {
    const y = Math.round((1 - share) * height);
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}" stroke="#2c3235"/><text x="${LEFT - 6}" y="${Math.max(y + 4, 10)}" text-anchor="end">${label}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}">${lines.join('')}${content.join('')}
<text x="${LEFT}" y="${HEIGHT - 5}">${clock(Math.min(...times))}</text><text x="${WIDTH}" y="${HEIGHT - 5}" text-anchor="end">${clock(Math.max(...times))}</text></svg>`;
}
