#!/usr/bin/env bash
# Tests the image as a container engine would run it, where there is none: the image's own entry point, as its user, on its
# files, with a read-only root file system and the memory that the Deployment gives it, in namespaces of its own, so that its
# ports are free and nothing else is reachable.
# Needs root, buildah, util-linux, iproute2, curl, openssl, node and the kernel's memory controller (cgroup v1).
#
#   src/test/image/image-test.sh IMAGE
set -euo pipefail
image=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../../.." && pwd)
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot}
work=$(mktemp -d)
container=$(buildah from --pull-never "$image")
root=$(buildah mount "$container")
pid=
memory=/sys/fs/cgroup/memory/kore-sts-image-test.$$
finish() {
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  # until the last process in it is gone
  for _ in $(seq 50); do rmdir "$memory" 2>/dev/null && break; [ -d "$memory" ] || break; sleep 0.1; done
  buildah umount "$container" >/dev/null || true
  buildah rm "$container" >/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# An engine gives each container a name that resolves.
printf '127.0.0.1 localhost\n127.0.0.1 container\n' >"$work/hosts"
chmod 755 "$work"
[ -e "$root/etc/hosts" ] || touch "$root/etc/hosts"

# The Deployment's limit of memory, held by the kernel.
limit=$(($(sed -n '/limits:/,$s/^ *memory: \([0-9]*\)Mi$/\1/p' "$project/deploy/kubernetes/base/deployment.yaml") * 1024 * 1024))
[ -d "${memory%/*}" ] || { echo "There is no ${memory%/*}: the memory controller of cgroup v1 is needed" >&2; exit 1; }
mkdir "$memory"
echo "$limit" >"$memory/memory.limit_in_bytes"

# What the image says of itself: user, environment, entry point, health check; one value a line.
buildah inspect --type image "$image" >"$work/inspect.json"
setting() { # JavaScript expression on the image's configuration `c`
  node -e 'const c = JSON.parse(require("fs").readFileSync(process.argv[1])).Docker.config
    for (const value of [eval(process.argv[2])].flat()) console.log(value)' "$work/inspect.json" "$1"
}
user=$(setting c.User)
folder=$(setting c.WorkingDir)
mapfile -t environment < <(setting c.Env)
mapfile -t entryPoint < <(setting c.Entrypoint)
mapfile -t healthCheck < <(setting 'c.Healthcheck.Test.slice(1)')

# Sets `contained` to what runs a command as a container of the image does, as process 1: [NAME=VALUE…] command…
contain() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  contained=(unshare --mount --net --pid --ipc --uts --fork --kill-child sh -c '
    set -e
    root=$1 user=$2 folder=$3 hosts=$4 memory=$5; shift 5
    # $$ is 1 in here: 0 is whoever writes it
    echo 0 >"$memory/cgroup.procs"
    ip link set lo up
    echo container >/proc/sys/kernel/hostname
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
    mount --bind "$hosts" "$root/etc/hosts"
    mount -o remount,bind,ro "$root"
    exec chroot --userspec="$user" "$root" env -i -C "$folder" "$@"
  ' sh "$root" "$user" "$folder" "$work/hosts" "$memory" "${environment[@]}" "$@")
}
child() { # the container's process 1, seen from here
  cut -d' ' -f1 "/proc/$1/task/$1/children"
}
inside() { # a further command in the running container, as its user, with the image's environment
  nsenter --target "$(child "$pid")" --mount --net --pid --ipc --root --wd --setuid "${user%:*}" --setgid "${user#*:}" \
    env -i "${environment[@]}" "$@"
}
from_network() { nsenter --target "$(child "$pid")" --net curl -gsS --max-time 10 "$@"; }

passed=0 failed=0
check() { # DESCRIPTION, function
  local status
  set +e
  (set -e; "$2")
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    passed=$((passed + 1))
    echo "ok      $1"
  else
    failed=$((failed + 1))
    echo "FAILED  $1"
    tail -n 40 "$work/log" 2>/dev/null | sed 's/^/        /'
  fi
}

# Conditions. Each is a command of its own on its line, and none begins with `!`, so that `set -e` sees it fail.
not() { ! "$@"; }
ends() { # seconds, then the arguments of `contain`; leaves the exit code in `code` and what was said in the log
  contain "${@:2}"
  code=0
  timeout --kill-after=5 "$1" "${contained[@]}" >"$work/log" 2>&1 || code=$?
}
one_sentence() { # that names the property, no stack trace
  [ "$code" = 1 ]
  grep -q '^sts\.' "$work/log"
  not grep -qE '^\s+at [a-z]+\.|^Caused by' "$work/log"
}

stops_without_configuration() {
  ends 120 "${entryPoint[@]}"
  one_sentence
}
uses_its_cache() { # with AOTMode=on Java does not start where the cache does not fit
  ends 120 JDK_JAVA_OPTIONS=-XX:AOTMode=on "${entryPoint[@]}"
  one_sentence
}
starts_where_it_may_not_choose_how_it_is_scheduled() { # here because there is no chrt
  ends 120 PATH=/opt/java/openjdk/bin "${entryPoint[@]}"
  one_sentence
  not grep -q chrt "$work/log"
}
is_scheduled_for_throughput() {
  chrt --all-tasks --pid "$(child "$pid")" >"$work/policies"
  grep -q SCHED_BATCH "$work/policies"
  not grep -q SCHED_OTHER "$work/policies"
}
starts_where_the_cache_does_not_fit() { # and without a line of Java's own between those of the log
  ends 120 JAVA_TOOL_OPTIONS=-XX:ObjectAlignmentInBytes=16 "${entryPoint[@]}"
  one_sentence
  not grep -qE '\[(aot|cds)' "$work/log"
}
says_it_where_there_is_no_folder_to_write_to() {
  ends 120 JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=/app STS_CALLER_MODE=open STS_CLIENTS_TRAVEL_CLIENTID=cs-image \
    STS_CLIENTS_TRAVEL_ALGORITHM=HS256 STS_CLIENTS_TRAVEL_CLIENTSECRET=0123456789abcdef0123456789abcdef "${entryPoint[@]}"
  [ "$code" = 1 ]
  grep -q "^The web server's work folder cannot be made in /app: " "$work/log"
  not grep -qE '^\s+at [a-z]+\.|^Caused by' "$work/log"
}
is_unhealthy_when_it_does_not_run() {
  ends 120 "${healthCheck[@]}"
  [ "$code" = 1 ]
  grep -q 'The liveness probe at http://localhost:7001/actuator/health/liveness failed' "$work/log"
}
runs_as_nobody_in_particular() {
  [[ "$user" =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]]
  [ -z "$(find "$root/app" -writable -uid "${user%:*}" -o -gid "${user#*:}" -o ! -type l -perm /o+w)" ]
}
carries_no_configuration_and_no_secret() {
  [ -z "$(find "$root/app" -name config -o -name '*.pem' -o -name '*.key' -o -name 'application*.y*ml' -o -name '*.properties')" ]
  [ ! -e "$root/build" ]
  [ ! -e "$root/training" ]
  [ ! -e "$root/m2" ]
  not grep -qiE 'sts|secret|key|vault' <<<"${environment[*]}"
  find "$root/app" -type f -exec node -e '
    // The words alone are in every program that reads keys; a key has its content behind them.
    const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----(\s|\\n)*[A-Za-z0-9+/]{40}/
    const found = process.argv.slice(1).filter(file => key.test(require("fs").readFileSync(file, "latin1")))
    if (found.length > 0) { console.error("private keys in", ...found); process.exit(1) }' {} +
  # the names of a jar's files are not packed
  not grep -qaE 'config/application|cs-demo' "$root/app/kore-sts.jar"
}
has_the_labels_of_the_oci_annotations() {
  local name=org.opencontainers.image value
  for value in title description version licenses base.name; do
    [ "$(setting "c.Labels['$name.$value'] ?? ''" | wc -c)" -gt 1 ]
  done
  [ "$(setting "c.Labels['$name.title']")" = kore-sts ]
  [ "$(setting "c.Labels['$name.description']")" = "$(in_pom description)" ]
  [ "$(setting "c.Labels['$name.version']")" = "$(in_pom version)" ]
  [ "$(setting "c.Labels['$name.licenses']")" = Apache-2.0 ]
}
in_pom() { sed -n "/<artifactId>kore-sts</,\$s|^  <$1>\(.*\)</$1>\$|\1|p" "$project/pom.xml"; }
gives_a_token() {
  from_network -f -H 'content-type: application/json' -d '{"identity":"Zoë"}' http://127.0.0.1:7000/api/users/sts >"$work/answer"
  node -e '
    const { jwt } = JSON.parse(require("fs").readFileSync(process.argv[1]))
    const [header, claims, signature] = jwt.split(".")
    const mac = require("crypto").createHmac("sha256", process.env.SECRET).update(header + "." + claims).digest("base64url")
    const { sub, iss } = JSON.parse(Buffer.from(claims, "base64url"))
    if (mac !== signature || sub !== "Zoë" || iss !== "cs-image") { console.error("not our token:", sub, iss); process.exit(1) }
  ' "$work/answer"
}
is_healthy() { # also with options of the service's that no second Java could start with
  inside "${healthCheck[@]}"
  inside JAVA_TOOL_OPTIONS=-agentlib:absent JDK_JAVA_OPTIONS=-XX:+NoSuchOption _JAVA_OPTIONS=-agentlib:absent "${healthCheck[@]}"
}
has_a_read_only_root() {
  # as root, so that nothing but the mount refuses it
  not nsenter --target "$(child "$pid")" --mount --root touch /app/x 2>"$work/touch"
  grep -q 'Read-only file system' "$work/touch"
}
serves_its_bill_of_materials() {
  from_network -f http://[::1]:7701/actuator/sbom/application | node -e '
    const { bomFormat, components } = JSON.parse(require("fs").readFileSync(0))
    const names = components.map(library => library.name)
    if (bomFormat !== "CycloneDX" || !names.includes("jjwt-impl")) { console.error(bomFormat, names); process.exit(1) }'
}
stays_within_its_memory() { # with both kinds of signature, and eight callers at a time
  nsenter --target "$(child "$pid")" --net node "$here/tokens.js" 8 4000 cs-image cs-rsa
  [ "$(grep -c VmHWM "/proc/$(child "$pid")/status")" = 1 ]
  [ "$(sed -n 's/^oom_kill //p' "$memory/memory.oom_control")" = 0 ]
  # Java took half of this limit for the heap, not a part of the machine's memory
  from_network -f http://[::1]:7701/actuator/prometheus >"$work/metrics"
  node -e '
    const heap = [...require("fs").readFileSync(process.argv[1], "utf8").matchAll(/^jvm_memory_max_bytes\{area="heap".*\} (.*)$/gm)]
    const most = heap.reduce((sum, [, bytes]) => sum + Number(bytes), 0)
    if (!(most > 0 && most <= process.argv[2] / 2)) { console.error("the heap may have", most); process.exit(1) }
  ' "$work/metrics" "$limit"
  echo "        at most $(($(sed -n 's/^VmHWM:\s*\([0-9]*\) kB/\1/p' "/proc/$(child "$pid")/status") / 1024)) MiB resident of $((limit / 1024 / 1024))"
}
says_no_secret() {
  [ -s "$work/log" ]
  not grep -qF "$SECRET" "$work/log"
  not grep -qF "$(sed -n 2p "$work/rsa.pem")" "$work/log"
}
stops_in_order() {
  [ "$code" = 143 ]
  grep -q 'Graceful shutdown complete' "$work/log"
}

check "stops with exit code 1 and one message where nothing is configured" stops_without_configuration
check "uses its AOT cache" uses_its_cache
check "starts without the cache where it does not fit" starts_where_the_cache_does_not_fit
check "starts where it may not choose how it is scheduled" starts_where_it_may_not_choose_how_it_is_scheduled
check "says it where there is no folder to write to" says_it_where_there_is_no_folder_to_write_to
check "its health check fails where the service does not run" is_unhealthy_when_it_does_not_run
check "runs as a user without a name who may write none of its files" runs_as_nobody_in_particular
check "carries no configuration and no secret" carries_no_configuration_and_no_secret
check "has the labels of the OCI annotations" has_the_labels_of_the_oci_annotations

SECRET=$(node -p 'require("crypto").randomBytes(33).toString("base64")')
export SECRET
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/rsa.pem"
started=$(date +%s%N)
contain STS_CALLER_MODE=open STS_CLIENTS_TRAVEL_CLIENTID=cs-image STS_CLIENTS_TRAVEL_ALGORITHM=HS256 \
  STS_CLIENTS_TRAVEL_CLIENTSECRET="$SECRET" STS_DEFAULTCLIENT=travel STS_CLIENTS_BANK_CLIENTID=cs-rsa \
  STS_CLIENTS_BANK_ALGORITHM=RS256 STS_CLIENTS_BANK_PRIVATEKEY="$(cat "$work/rsa.pem")" "${entryPoint[@]}" \
  --management.server.port=7701 --management.server.address=::1
"${contained[@]}" >"$work/log" 2>&1 &
pid=$!
until=$((SECONDS + 120))
while [ -d "/proc/$pid" ] && [ "$SECONDS" -lt "$until" ]; do
  if from_network -f -o /dev/null -d identity=first http://127.0.0.1:7000/api/users/sts 2>/dev/null; then
    echo "        first token $((($(date +%s%N) - started) / 1000000)) ms after the start of the container's command"
    break
  fi
  sleep 0.05
done
# The management port is opened after the other.
while [ -d "/proc/$pid" ] && [ "$SECONDS" -lt "$until" ]; do
  ! from_network -f -o /dev/null http://[::1]:7701/actuator/health/readiness 2>/dev/null || break
  sleep 0.05
done
check "gives a token to a client that the environment configures" gives_a_token
check "is scheduled for throughput" is_scheduled_for_throughput
check "its health check passes" is_healthy
check "has a read-only root file system" has_a_read_only_root
check "serves its bill of materials" serves_its_bill_of_materials
check "stays within $((limit / 1024 / 1024)) MiB while it makes tokens" stays_within_its_memory
check "says nothing secret" says_no_secret
kill -TERM "$(child "$pid")" || true
for _ in $(seq 600); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
[ ! -d "/proc/$pid" ] || kill -KILL "$(child "$pid")" || true
code=0
wait "$pid" || code=$?
pid=""
check "stops in order on SIGTERM" stops_in_order

echo "image: $passed passed, $failed failed"
[ "$failed" = 0 ]
