// What PromQL expressions are about: which metrics, with which labels. Expressions are taken to be valid, as promtool found
// them, and to name each metric with a selector: up{job="kore-sts"}.
const CLAUSE = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const SELECTOR = /([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g;
const WORDS = ['absent', 'and', 'bool', 'histogram_quantile', 'increase', 'max', 'min', 'or', 'rate', 'sum', 'unless'];

/**
 * @param {string} expression
 * @returns {{selectors: Array<{metric: string, matchers: Matcher[]}>, labels: string[]}} each selector, and the labels that are
 *   grouped or matched by; a Matcher has label, operator and value
 */
export function parse(expression) {
  const labels = [...expression.matchAll(CLAUSE)].flatMap(([, list]) => list.split(',').map((label) => label.trim()));
  const selectors = [...expression.matchAll(SELECTOR)].map(([, metric, list]) => ({ metric, matchers: matchers(list) }));
  const rest = expression.replace(CLAUSE, ' ').replace(SELECTOR, ' ').replace(/\[[^\]]*\]/g, ' ');
  const unknown = [...rest.matchAll(/[a-zA-Z_:][\w:]*/g)].map(([word]) => word).filter((word) => !WORDS.includes(word));
  const left = unknown.filter((word) => !/^e\d+$/.test(word));
  if (left.length > 0 || selectors.length === 0) {
    throw new Error(`Unknown in ${expression}: ${left.join(', ') || 'no metric'}`);
  }
  return { selectors, labels: labels.filter((label) => label !== '') };
}

function matchers(list) {
  const found = [...list.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)];
  return found.map(([, label, operator, value]) => ({ label, operator, value }));
}

/**
 * @param {string} scrape in Prometheus's text format
 * @returns {Map<string, Array<object>>} the labels of each series of each metric
 */
export function readScrape(scrape) {
  const series = new Map();
  for (const [, metric, list = ''] of scrape.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/gm)) {
    const labels = [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label, value]);
    series.set(metric, [...(series.get(metric) ?? []), Object.fromEntries(labels)]);
  }
  return series;
}
