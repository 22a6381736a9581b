// deploy/prometheus and deploy/grafana: valid, and about metrics that the service really has.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse as parseYaml } from 'yaml';

import { exchange } from './lib/exchange.js';
import { newSecret } from './lib/keys.js';
import { PATIENT, until } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { parse, readScrape } from './lib/promql.js';
import { startProvider } from './lib/provider.js';
import { startService } from './lib/service.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const PROMETHEUS = join(PROJECT, 'deploy', 'prometheus');
/** What Prometheus adds to a scrape. */
const ADDED_LABELS = ['job', 'instance'];
const ADDED_METRICS = ['up'];

const text = (...path) => readFileSync(join(PROJECT, ...path), 'utf8');
const alerts = parseYaml(text('deploy', 'prometheus', 'alerts.yaml')).groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(text('deploy', 'grafana', 'dashboard.json'));
const variables = dashboard.templating.list;
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const targets = panels.flatMap((panel) => panel.targets.map((target) => ({ panel, ...target })));
const expressions = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...targets.map(({ panel, refId, expr }) => ({ where: `${panel.title} ${refId}`, expr })),
  // label_values(metric{…}, label)
  ...variables.slice(1).map(({ name, query }) => ({ where: `variable ${name}`, ...fromLabelValues(query.query) })),
];

function fromLabelValues(query) {
  const [, metric, selector = '{}', label] = /^label_values\((\w+)(\{.*\})?, (\w+)\)$/.exec(query);
  return { expr: `sum by (${label}) (${metric}${selector})` };
}

function promtool(...args) {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8', cwd: PROMETHEUS });
  assert.ok(!error, `promtool cannot be started; it is in Debian's package prometheus: ${error?.message}`);
  return { status, said: stdout + stderr };
}

describe('deploy/prometheus', () => {
  it('has rules that promtool accepts', () => {
    const { status, said } = promtool('check', 'rules', 'alerts.yaml');
    assert.equal(status, 0, said);
    assert.match(said, new RegExp(`${alerts.length} rules found`));
  });

  it('has a scrape job that promtool accepts, of the name that the alerts expect', () => {
    const { status, said } = promtool('check', 'config', 'prometheus.yaml');
    assert.equal(status, 0, said);
    const [job, ...others] = parseYaml(text('deploy', 'prometheus', 'prometheus.yaml')).scrape_configs;
    assert.deepEqual(others, []);
    for (const { alert, expr } of alerts) {
      for (const { metric, matchers } of parse(expr).selectors) {
        const named = matchers.filter(({ label }) => label === 'job').map(({ value }) => value);
        assert.deepEqual(named, [job.job_name], `${alert}: ${metric}`);
      }
    }
  });

  it('has a scrape job for machines without a cluster, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kore-sts-prometheus-'));
    try {
      const cluster = text('deploy', 'prometheus', 'prometheus.yaml');
      const machines = cluster.replace(/ {4}dns_sd_configs:\n(?: {6}.*\n)+/, '').replace(/^ {4}# (?=static_configs| {2}- targets)/gm, '    ');
      assert.deepEqual(parseYaml(machines).scrape_configs[0].static_configs[0].targets, ['sts-1.example.com:7001', 'sts-2.example.com:7001']);
      writeFileSync(join(folder, 'prometheus.yaml'), machines);
      writeFileSync(join(folder, 'alerts.yaml'), text('deploy', 'prometheus', 'alerts.yaml'));
      const { status, said } = promtool('check', 'config', join(folder, 'prometheus.yaml'));
      assert.equal(status, 0, said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has alerts that fire when they should', () => {
    const { status, said } = promtool('test', 'rules', 'alerts.test.yaml');
    assert.equal(status, 0, said);
  });

  it('has a test in which it fires for each alert, and one in which it does not', () => {
    const { tests } = parseYaml(text('deploy', 'prometheus', 'alerts.test.yaml'));
    const cases = tests.flatMap((test) => test.alert_rule_test);
    const names = (wanted) => [...new Set(cases.filter(wanted).map(({ alertname }) => alertname))].sort();
    const all = alerts.map(({ alert }) => alert).sort();
    assert.deepEqual(names(({ exp_alerts: expected }) => expected.length > 0), all);
    assert.deepEqual(names(({ exp_alerts: expected }) => expected.length === 0), all);
  });

  it('says what each alert means and how bad it is', () => {
    for (const { alert, labels, annotations } of alerts) {
      assert.match(labels.severity, /^(warning|critical)$/, alert);
      assert.ok(annotations.summary && annotations.description, alert);
    }
    const documented = [...text('docs', 'deployment.md').matchAll(/^\| `(KoreSts\w+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(documented, alerts.map(({ alert }) => alert));
  });
});

describe('deploy/grafana', () => {
  it('asks in PromQL that promtool accepts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kore-sts-promql-'));
    try {
      const filled = targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m'));
      const rules = filled.map((expr, i) => ({ record: `panel:${i}`, expr }));
      writeFileSync(join(folder, 'rules.yaml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
      const { status, said } = promtool('check', 'rules', join(folder, 'rules.yaml'));
      assert.equal(status, 0, said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('uses the variables that it has, and has those that it uses', () => {
    const known = variables.map(({ name }) => name);
    const used = new Set();
    for (const [, braced, plain] of JSON.stringify(dashboard).matchAll(/\$(?:\{(\w+)\}|([a-z]\w*))/g)) {
      used.add(braced ?? plain);
    }
    assert.deepEqual([...used].sort(), [...known].sort());
  });

  it('has a legend of labels that the result has', () => {
    for (const { panel, expr, legendFormat } of targets) {
      const { labels } = parse(expr);
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        const kept = labels.length > 0 ? labels.includes(label) : ADDED_LABELS.includes(label);
        assert.ok(kept, `${panel.title}: {{${label}}} of ${expr}`);
      }
    }
  });

  it('has panels that neither overlap nor share an id', () => {
    const cells = new Map();
    for (const { id, gridPos } of dashboard.panels) {
      assert.ok(gridPos.x + gridPos.w <= 24, `${id} is too wide`);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          assert.equal(cells.get(`${x} ${y}`), undefined, `${id} overlaps ${cells.get(`${x} ${y}`)}`);
          cells.set(`${x} ${y}`, id);
        }
      }
    }
    assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  });
});

describe('What alerts and dashboard are about', () => {
  let platform;
  let provider;
  let service;
  let series;

  before(async () => {
    const secret = newSecret();
    platform = await startPlatform({ clients: [{ id: 'cs-travel', algorithm: 'HS256', key: secret }] });
    const bot = { 'api-url': platform.apiUrl, 'bot-name': 'Travel', 'bot-id': 'st-1' };
    // A small heap, so that the collector has run, as it will have in an instance that is some minutes old.
    provider = await startProvider();
    process.env.JAVA_TOOL_OPTIONS = '-Xmx128m -XX:+UseSerialGC';
    service = await startService('monitoring', {
      spring: { security: { oauth2: { resourceserver: { jwt: { 'issuer-uri': provider.issuer, 'jwk-set-uri': provider.jwkSetUri } } } } },
      sts: {
        'refresh-interval': '1s',
        caller: { mode: 'oidc' },
        'platform-check': { interval: '1h' },
        clients: { travel: { 'client-id': 'cs-travel', algorithm: 'HS256', 'client-secret': secret, platform: bot } },
      },
    });
    series = await scrapeOfAWhile();
  }, PATIENT);

  after(() => Promise.all([service?.stop(), provider?.stop(), platform?.stop()]), PATIENT);

  async function scrapeOfAWhile() {
    const token = provider.token({ email: 'jane@example.com', email_verified: true });
    const headers = [
      ['Content-Type', 'application/json'],
      ['Authorization', `Bearer ${token}`],
    ];
    let found;
    const missing = () => metricsOf(expressions).filter((metric) => !found.has(metric));
    const scrape = async () => {
      for (const body of ['{"identity":"jane@example.com"}', '{"identity":"john@example.com"}']) {
        await exchange(service.stsUrl, { headers, body });
      }
      const { text: scraped } = await exchange(`http://127.0.0.1:${service.ports[1]}/actuator/prometheus`, { method: 'GET' });
      found = readScrape(scraped);
      return missing().length === 0;
    };
    await until(scrape, () => `there is no ${missing().join(', no ')}`);
    return found;
  }

  const isOurs = ({ label, value }) => !ADDED_LABELS.includes(label) && !value.startsWith('$');

  const metricsOf = (list) => {
    const metrics = list.flatMap(({ expr }) => parse(expr).selectors.map(({ metric }) => metric));
    return metrics.filter((metric) => !ADDED_METRICS.includes(metric));
  };

  it('is a metric of the service, each time', () => {
    for (const each of expressions) {
      for (const metric of metricsOf([each])) {
        assert.ok(series.has(metric), `${each.where}: there is no ${metric}`);
      }
    }
  });

  it('has the labels that are asked for', () => {
    for (const { where, expr } of expressions) {
      const { selectors, labels } = parse(expr);
      const labelsOf = (metric) => [...ADDED_LABELS, ...(series.get(metric) ?? []).flatMap((each) => Object.keys(each))];
      for (const { metric, matchers } of selectors) {
        for (const { label } of matchers) {
          assert.ok(labelsOf(metric).includes(label), `${where}: ${metric} has no label ${label}`);
        }
        for (const label of labels) {
          assert.ok(labelsOf(metric).includes(label), `${where}: ${metric} has no label ${label} to group by`);
        }
      }
    }
  });

  it('has the values that are asked for', () => {
    const refusals = text('src', 'main', 'java', 'io', 'korests', 'problem', 'Refusal.java');
    const names = [...refusals.matchAll(/^ {4}([A-Z_]+)\(\d{3},/gm)].map(([, name]) => name);
    const reasons = names.map((name) => name.toLowerCase().replaceAll('_', '-'));
    assert.ok(reasons.length > 15 && reasons.includes('missing-identity'));
    for (const { where, expr } of expressions) {
      for (const { metric, matchers } of parse(expr).selectors) {
        for (const { label, value } of matchers.filter(isOurs)) {
          const values = label === 'reason' ? reasons : series.get(metric).map((each) => each[label]);
          for (const one of value.split('|')) {
            assert.ok(values.includes(one), `${where}: ${label} of ${metric} is never ${one}`);
          }
        }
      }
    }
  });

  it('would be missed if it were not there', () => {
    const { selectors, labels } = parse('sum by (client) (rate(sts_unknown_total{job="kore-sts",reason!="a|b"}[5m])) > 1e9');
    assert.deepEqual(labels, ['client']);
    assert.deepEqual(selectors, [
      {
        metric: 'sts_unknown_total',
        matchers: [
          { label: 'job', operator: '=', value: 'kore-sts' },
          { label: 'reason', operator: '!=', value: 'a|b' },
        ],
      },
    ]);
    assert.ok(!series.has('sts_unknown_total'));
    assert.throws(() => parse('rate(sts_attempts_total[5m])'), /Unknown in .*: sts_attempts_total/);
  });
});
