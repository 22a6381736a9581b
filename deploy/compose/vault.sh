#!/bin/sh
# Starts Vault in development mode and puts into it what kore-sts needs: a client's secret, a policy with the right to read it
# and nothing else, an AppRole with that policy. All secrets are made here, at every start.
set -eu

login=/login/application.yaml
rm -f "$login"

random() {
  head -c 32 /dev/urandom | base64 | tr -d '\n'
}

VAULT_DEV_ROOT_TOKEN_ID=$(random)
export VAULT_DEV_ROOT_TOKEN_ID
# Vault prints its root token, which no log should hold; `docker compose exec vault vault …` finds it in ~/.vault-token.
umask 077
VAULT_DEV_LISTEN_ADDRESS=0.0.0.0:8200 vault server -dev >/tmp/vault.log 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" || true; exit 0' INT TERM

until vault status >/dev/null 2>&1; do
  if ! kill -0 "$server" 2>/dev/null; then
    cat /tmp/vault.log >&2
    exit 1
  fi
  sleep 1
done
export VAULT_TOKEN="$VAULT_DEV_ROOT_TOKEN_ID"

random | vault kv put -mount=secret kore/demo client-id=cs-demo client-secret=- >/dev/null

vault policy write kore-sts - >/dev/null <<'POLICY'
path "secret/data/kore/demo" {
  capabilities = ["read"]
}
POLICY

vault auth enable approle >/dev/null
vault write auth/approle/role/kore-sts token_policies=kore-sts token_ttl=1h token_max_ttl=24h >/dev/null
role_id=$(vault read -field=role_id auth/approle/role/kore-sts/role-id)
secret_id=$(vault write -f -field=secret_id auth/approle/role/kore-sts/secret-id)

cat >"$login.new" <<LOGIN
spring.cloud.vault:
  uri: http://vault:8200
  authentication: approle
  app-role:
    role-id: $role_id
    secret-id: $secret_id
LOGIN
# The user that kore-sts runs as.
chown 65532:65532 "$login.new"
mv "$login.new" "$login"
echo "Vault holds a new secret for client demo at secret/kore/demo; kore-sts may read it"

wait "$server"
