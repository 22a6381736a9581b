// deploy/kubernetes: what kustomize makes of it is valid, belongs together, and runs with as few rights as can be.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

import { build, idOf, objectsIn } from './lib/kustomize.js';
import { problemsOf } from './lib/manifests.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const ROOT = join(PROJECT, 'deploy', 'kubernetes');
const OVERLAYS = ['overlays/plain-secrets', 'overlays/vault'];
/** It serves on for that long (sts.drain), and then requests may end for that long (spring.lifecycle.timeout-per-shutdown-phase). */
const SECONDS = { drain: 5, shutdown: 30 };
/** What an operator makes, because it is secret or their own. */
const MADE_BY_HAND = ['Secret kore-sts-credentials', 'ConfigMap vault-ca'];

const find = (objects, id) => objects.find((object) => idOf(object) === id) ?? assert.fail(`there is no ${id}`);
const podOf = (objects) => find(objects, 'Deployment kore-sts').spec.template;
const containerOf = (objects) => podOf(objects).spec.containers[0];
const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);
const selects = (labels, selector) => Object.entries(selector).every(([name, value]) => labels[name] === value);

/** The overlay, with the component for the identity provider added as its comment says. */
function withIdentityProvider(folder) {
  cpSync(ROOT, folder, { recursive: true });
  const file = join(folder, 'overlays/vault/kustomization.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}components: [../../components/identity-provider]\n`);
  return join(folder, 'overlays/vault');
}

describe('deploy/kubernetes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kore-sts-kustomize-'));
  const folders = ['base', ...OVERLAYS].map((name) => join(ROOT, name));

  before(() => folders.push(withIdentityProvider(folder)));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is valid, object by object', async () => {
    for (const each of folders) {
      for (const object of build(each)) {
        assert.deepEqual(await problemsOf(object), [], `${each}: ${idOf(object)}`);
      }
    }
  });

  for (const [what, spoil, problem] of [
    ['a misspelt field', (pod) => (pod.spec.containers[0].livenesProbe = {}), /unknown field .*livenesProbe/],
    ['a misspelt field in a list', (pod) => (pod.spec.volumes[0].emptydir = {}), /unknown field .*volumes\.0\.emptydir/],
    ['a field of the wrong type', (pod) => (pod.spec.containers[0].ports[0].containerPort = 'x'), /must be integer/],
    ['a word that is none of those allowed', (pod) => (pod.spec.containers[0].imagePullPolicy = 'Often'), /allowed values/],
    ['a missing field', (pod) => delete pod.spec.containers[0].name, /required property name/],
  ]) {
    it(`would not be valid with ${what}`, async () => {
      const deployment = structuredClone(find(build(folders[0]), 'Deployment kore-sts'));
      spoil(deployment.spec.template);
      assert.match((await problemsOf(deployment)).join(), problem);
    });
  }

  // kubectl has a kustomize of its own, maybe another version.
  if (spawnSync('kubectl', ['kustomize', '--help']).status === 0) {
    it('is the same by kubectl', () => {
      const byId = (objects) => Object.fromEntries(objects.map((object) => [idOf(object), object]));
      for (const each of folders) {
        const kubectls = objectsIn(execFileSync('kubectl', ['kustomize', each], { encoding: 'utf8' }));
        assert.deepEqual(byId(build(each)), byId(kubectls), each);
      }
    });
  }

  it('shows how to reach a provider on a private address, by what is valid', async () => {
    const shown = join(folder, 'components/identity-provider/networkpolicy.yaml');
    const text = readFileSync(shown, 'utf8');
    try {
      writeFileSync(shown, text.replaceAll(/^ {4}# (?=[- ] )/gm, '    '));
      const policy = find(build(folders.at(-1)), 'NetworkPolicy kore-sts-to-identity-provider');
      assert.deepEqual(await problemsOf(policy), []);
      assert.deepEqual(policy.spec.egress.map(({ to: [peer] }) => Object.keys(peer)[0]), ['ipBlock', 'ipBlock', 'namespaceSelector']);
    } finally {
      writeFileSync(shown, text);
    }
  });

  it('shows how to pin the image, in a way that kustomize understands', () => {
    for (const each of OVERLAYS) {
      const file = join(folder, each, 'kustomization.yaml');
      const text = readFileSync(file, 'utf8');
      try {
        const digest = `sha256:${'0'.repeat(64)}`;
        writeFileSync(file, text.replace(/^ {4}newTag: .*\n/m, '').replace('# digest: sha256:…', `digest: ${digest}`));
        const { image } = containerOf(build(join(folder, each)));
        assert.equal(image, `registry.example.com/kore-sts@${digest}`);
      } finally {
        writeFileSync(file, text);
      }
    }
  });

  it('has no file that nothing leads to', () => {
    const read = new Set();
    const visit = (name) => {
      const text = readFileSync(join(ROOT, name, 'kustomization.yaml'), 'utf8');
      read.add(`${name}/kustomization.yaml`);
      for (const [, file] of text.matchAll(/^ *- (?:path: )?(\w[\w-]*\.yaml)$/gm)) {
        read.add(`${name}/${file}`);
      }
    };
    ['base', 'components/identity-provider', ...OVERLAYS].forEach(visit);
    const all = readdirSync(ROOT, { recursive: true }).filter((file) => file.endsWith('.yaml'));
    assert.deepEqual(all.sort(), [...read].sort());
  });
});

for (const name of OVERLAYS) {
  describe(`deploy/kubernetes/${name}`, () => {
    const objects = build(join(ROOT, name));
    const pod = podOf(objects);
    const container = containerOf(objects);

    it('refers to nothing that is not there', () => {
      const ids = [...objects.map(idOf), ...MADE_BY_HAND];
      for (const volume of pod.spec.volumes) {
        const wanted = [
          volume.configMap && `ConfigMap ${volume.configMap.name}`,
          volume.secret && `Secret ${volume.secret.secretName}`,
        ].filter(Boolean);
        assert.deepEqual(wanted.filter((id) => !ids.includes(id)), [], volume.name);
      }
      assert.ok(ids.includes(`ServiceAccount ${pod.spec.serviceAccountName}`));
      const { kind, name: target } = find(objects, 'HorizontalPodAutoscaler kore-sts').spec.scaleTargetRef;
      assert.ok(ids.includes(`${kind} ${target}`));
    });

    it('says how to make what it does not hold', () => {
      const page = readFileSync(join(PROJECT, 'docs', 'deployment.md'), 'utf8');
      for (const id of MADE_BY_HAND) {
        const [kind, made] = id.toLowerCase().split(' ');
        assert.match(page, new RegExp(`kubectl create ${kind}( generic)? ${made} -n kore-sts`));
      }
    });

    it('mounts each volume, and no other', () => {
      const mounted = container.volumeMounts.map((mount) => mount.name);
      assert.deepEqual(mounted.sort(), pod.spec.volumes.map((volume) => volume.name).sort());
      assert.ok(container.volumeMounts.every((mount) => mount.readOnly || mount.name === 'tmp'));
      assert.ok(container.volumeMounts.every((mount) => !mount.subPath), 'with a subPath, changes would not arrive');
    });

    it('selects its own pods everywhere', () => {
      const { labels } = pod.metadata;
      const selectors = [
        find(objects, 'Deployment kore-sts').spec.selector.matchLabels,
        find(objects, 'PodDisruptionBudget kore-sts').spec.selector.matchLabels,
        ...ofKind(objects, 'Service').map((service) => service.spec.selector),
        ...ofKind(objects, 'NetworkPolicy').map((policy) => policy.spec.podSelector.matchLabels),
        ...pod.spec.topologySpreadConstraints.map((constraint) => constraint.labelSelector.matchLabels),
      ];
      assert.equal(selectors.length, 6 + ofKind(objects, 'NetworkPolicy').length);
      assert.ok(selectors.every((selector) => Object.keys(selector).length > 0 && selects(labels, selector)));
    });

    it('names the ports of the service', () => {
      const ports = Object.fromEntries(container.ports.map(({ name: port, containerPort }) => [port, containerPort]));
      assert.deepEqual(ports, { http: 7000, management: 7001 });
      const exposed = (id) => find(objects, id).spec.ports.map(({ port, targetPort }) => [port, targetPort]);
      assert.deepEqual(exposed('Service kore-sts'), [[7000, 'http']]);
      assert.deepEqual(exposed('Service kore-sts-management'), [[7001, 'management']]);
      const { ingress } = find(objects, 'NetworkPolicy kore-sts').spec;
      assert.deepEqual(ingress.map(({ ports: [{ port }] }) => port), ['http', 'management']);
    });

    it('lets in the gateway and the scraper and nobody else', () => {
      const { ingress, policyTypes } = find(objects, 'NetworkPolicy kore-sts').spec;
      assert.deepEqual(policyTypes, ['Ingress', 'Egress']);
      const from = ingress.map((rule) => rule.from.map((peer) => peer.namespaceSelector.matchLabels));
      const namespace = (value) => [{ 'kubernetes.io/metadata.name': value }];
      assert.deepEqual(from, [namespace('gateway'), namespace('monitoring')]);
    });

    it('lets whoever scrapes read, and not have secrets read again', () => {
      const [configuration] = ofKind(objects, 'ConfigMap');
      assert.equal(parse(configuration.data['application.yaml'])['management.endpoint.refresh.access'], 'none');
    });

    it('runs as the restricted pod security standard wants it, and more', () => {
      assert.deepEqual(pod.spec.securityContext, {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        fsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      assert.equal(pod.spec.automountServiceAccountToken, false);
      assert.equal(find(objects, 'ServiceAccount kore-sts').automountServiceAccountToken, false);
    });

    it('is probed on the management port', () => {
      const { startupProbe, livenessProbe, readinessProbe } = container;
      for (const [probe, path] of [
        [startupProbe, '/actuator/health/liveness'],
        [livenessProbe, '/actuator/health/liveness'],
        [readinessProbe, '/actuator/health/readiness'],
      ]) {
        assert.deepEqual(probe.httpGet, { path, port: 'management' });
      }
      assert.ok(startupProbe.failureThreshold * startupProbe.periodSeconds >= 60);
    });

    it('has time to end what it began', () => {
      const defaults = readFileSync(join(PROJECT, 'src/main/resources/application.yaml'), 'utf8');
      assert.match(defaults, new RegExp(`drain: ${SECONDS.drain}s `));
      assert.equal(container.lifecycle, undefined, 'under a preStop hook, sts.drain is 0');
      assert.ok(pod.spec.terminationGracePeriodSeconds >= SECONDS.drain + SECONDS.shutdown + 5);
    });

    it('has a memory limit that it may rely on, and more than one replica', () => {
      const { requests, limits } = container.resources;
      assert.equal(requests.memory, limits.memory);
      assert.ok(requests.cpu && !limits.cpu);
      const { minReplicas, maxReplicas } = find(objects, 'HorizontalPodAutoscaler kore-sts').spec;
      assert.ok(minReplicas >= 2 && maxReplicas > minReplicas);
      assert.equal(find(objects, 'PodDisruptionBudget kore-sts').spec.maxUnavailable, 1);
      assert.equal(find(objects, 'Deployment kore-sts').spec.replicas, undefined);
    });

    it('carries no secret', () => {
      assert.deepEqual(ofKind(objects, 'Secret'), []);
      const [configuration] = ofKind(objects, 'ConfigMap');
      assert.doesNotMatch(configuration.data['application.yaml'], /^\s*(secret|client-secret|private-key|token):/m);
    });
  });
}

describe('deploy/kubernetes/overlays/vault alone', () => {
  const objects = build(join(ROOT, 'overlays/vault'));

  it('has a token for Vault only, where the configuration looks for it', () => {
    const [source] = podOf(objects).spec.volumes.find(({ name }) => name === 'vault-token').projected.sources;
    assert.deepEqual(source, { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } });
    const mount = containerOf(objects).volumeMounts.find(({ name }) => name === 'vault-token');
    const configuration = ofKind(objects, 'ConfigMap')[0].data['application.yaml'];
    assert.ok(configuration.includes(`service-account-token-file: ${mount.mountPath}/token\n`));
  });

  it('may reach Vault, where the configuration looks for it', () => {
    const [rule] = find(objects, 'NetworkPolicy kore-sts-to-vault').spec.egress;
    assert.deepEqual(rule.to, [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'vault' } } }]);
    assert.deepEqual(rule.ports, [{ protocol: 'TCP', port: 8200 }]);
    const configuration = ofKind(objects, 'ConfigMap')[0].data['application.yaml'];
    assert.match(configuration, /uri: https:\/\/vault\.vault\.svc:8200\n/);
  });
});
