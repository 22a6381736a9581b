#!/usr/bin/env bash
# Tests ./mvnw: where it gets its Maven from, that nothing unchecked is run, and that a second call needs no network.
# Needs a JDK and curl and wget; each test sees only the commands that it names. Run from anywhere, writes only to a temp folder.
set -euo pipefail
project=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
serverPid=
finish() {
  [ -z "$serverPid" ] || kill "$serverPid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
unset JAVA_HOME MAVEN_USER_HOME MAVEN_ARGS MVNW_REPOURL MVNW_USERNAME MVNW_PASSWORD MVNW_VERBOSE MVNW_FETCHING

jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
url=$(sed -n 's/^distributionUrl=//p' "$project/.mvn/wrapper/maven-wrapper.properties")
name=${url##*/}
version=${name#apache-maven-}
version=${version%-bin.zip}
coordinates=org.apache.maven:apache-maven:$version:zip:bin
repoPath=org/apache/maven/apache-maven/$version/$name

# A distribution of one script that says what it was called with, and a project whose wrapper is pinned to it.
make_distribution() {
  mkdir -p "$work/dist/apache-maven-$version/bin"
  printf '#!/bin/sh\necho "Maven was called with: $*"\n' >"$work/dist/apache-maven-$version/bin/mvn"
  chmod +x "$work/dist/apache-maven-$version/bin/mvn"
  (cd "$work/dist" && "$jdk/bin/jar" cfM "$work/$name" "apache-maven-$version")
}
make_project() { # SHA-256
  rm -rf "$work/project"
  mkdir -p "$work/project/.mvn/wrapper"
  cp "$project/mvnw" "$work/project/mvnw"
  sed "s/^distributionSha256Sum=.*/distributionSha256Sum=$1/" "$project/.mvn/wrapper/maven-wrapper.properties" \
    >"$work/project/.mvn/wrapper/maven-wrapper.properties"
  echo "<this pom must not be read" >"$work/project/pom.xml"
}

# The commands that mvnw may find: the basic ones, by default a JDK, and those named.
commands() {
  rm -rf "${work:?}/bin"
  mkdir -p "$work/bin"
  local tool
  for tool in sh basename cat chmod dirname ls mkdir mktemp mv rm sha256sum tr uname "$@"; do
    ln -s "$(command -v "$tool")" "$work/bin/$tool"
  done
  javaHome=$jdk
}
stub() { # NAME, script on standard input
  { echo '#!/bin/sh'; cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
# A mvn that notes how and where it was called and does as dependency:copy would.
stub_maven() { # FILE TO HAND OUT
  stub mvn <<STUB
echo "called in \$PWD with \$*" >>'$work/mvn.log'
echo "talk on standard output"
[ ! -e pom.xml ] || exit 3
for argument; do case \$argument in -DoutputDirectory=*) cp '$1' "\${argument#*=}/$name" ;; esac; done
STUB
  ln -s "$(command -v cp)" "$work/bin/cp"
}
stub_curl() { # FILE TO HAND OUT; notes the address that was asked for
  stub curl <<STUB
for argument; do last=\$argument; done
echo "\$last" >>'$work/curl.log'
while [ "\$1" != -o ]; do shift; done
cp '$1' "\$2"
STUB
  [ -e "$work/bin/cp" ] || ln -s "$(command -v cp)" "$work/bin/cp"
}
fresh() { rm -rf "${work:?}/home" "$work/server/requests" "$work"/*.log; }
mvnw() { # arguments of mvnw; the environment may be added to by `settings`
  (
    cd "$work/project"
    timeout "$limit" env -i HOME="$work/home" PATH="$work/bin" ${javaHome:+JAVA_HOME="$javaHome"} ${repoUrl:+MVNW_REPOURL="$repoUrl"} \
      ./mvnw "$@" >"$work/out" 2>"$work/err"
  )
}

passed=0 failed=0
check() { # DESCRIPTION, function
  local description=$1
  shift
  fresh
  repoUrl=""
  limit=120
  make_project "$sha256"
  # not as a condition: `set -e` has no effect inside one
  set +e
  (set -e; "$@")
  local status=$?
  set -e
  if [ "$status" = 0 ]; then
    passed=$((passed + 1))
    echo "ok      $description"
  else
    failed=$((failed + 1))
    echo "FAILED  $description"
    sed 's/^/        out: /' "$work/out" 2>/dev/null || true
    sed 's/^/        err: /' "$work/err" 2>/dev/null || true
  fi
}
# Conditions; each is the last word of a line, so that `set -e` sees it fail.
ran() { [ "$(cat "$work/out")" = "Maven was called with: $*" ]; }
said() { grep -qF -- "$1" "$work/err"; }
silent() { [ ! -s "$work/err" ]; }
nothing_installed() { [ -z "$(find "$work/home" -name mvn 2>/dev/null)" ]; }
asked_server() { [ "$(cat "$work/server/requests")" = "/$repoPath" ]; }
refused() { ! mvnw -v; }

through_maven() {
  commands
  stub_maven "$work/$name"
  stub_curl /dev/null
  mvnw -B 'two words' verify
  ran -B 'two words' verify
  grep -q -- "maven-dependency-plugin:[0-9.]*:copy -Dartifact=$coordinates " "$work/mvn.log"
  [ ! -e "$work/curl.log" ]
}
keeps_output_clean() {
  commands
  stub_maven "$work/$name"
  mvnw -v
  ran -v
  said "talk on standard output"
}
maven_fails() {
  commands
  stub mvn <<<'echo "no such mirror" >&2; exit 1'
  stub_curl "$work/$name"
  mvnw -v
  ran -v
  said "no such mirror"
  said "mvnw: $work/bin/mvn could not fetch $coordinates; downloading $url instead."
}
maven_leaves_half_a_file() {
  commands
  stub mvn <<<"for a; do case \$a in -DoutputDirectory=*) echo half >\"\${a#*=}/$name\" ;; esac; done; exit 1"
  stub_curl "$work/$name"
  mvnw -v
  ran -v
}
maven_is_the_wrapper() {
  commands
  ln -s "$work/project/mvnw" "$work/bin/mvn"
  ln -s "$work/project/.mvn" "$work/bin/.mvn"
  stub_curl "$work/$name"
  mvnw -v
  ran -v
  said "the mvn on the PATH is a Maven wrapper, not a Maven"
  [ "$(wc -l <"$work/curl.log")" = 1 ]
}
from_apache() {
  commands
  stub_curl "$work/$name"
  mvnw -v
  ran -v
  silent
  [ "$(cat "$work/curl.log")" = "https://archive.apache.org/dist/maven/maven-3/$version/binaries/$name" ]
}
downloads_with() { # curl, wget or nothing for the JDK alone
  commands "$@"
  repoUrl=$server
  mvnw -v
  ran -v
  silent
  asked_server
}
repo_url_beats_maven() {
  commands curl
  stub_maven /dev/null
  repoUrl=$server
  mvnw -v
  ran -v
  asked_server
  [ ! -e "$work/mvn.log" ]
}
server_has_no_such_file() {
  commands "$@"
  repoUrl=$server/nothing-here
  refused
  said "Failed to fetch $server/nothing-here/$repoPath"
  nothing_installed
}
no_way_to_download() {
  commands
  javaHome=
  refused
  said "found none of mvn, wget, curl and a JDK"
  nothing_installed
}
wrong_checksum() {
  make_project "$(printf '0%.0s' {1..64})"
  refused
  said "Failed to validate Maven distribution SHA-256"
  nothing_installed
}
wrong_checksum_from_maven() {
  commands
  stub_maven "$work/$name"
  stub_curl "$work/$name"
  wrong_checksum
  [ ! -e "$work/curl.log" ]
}
wrong_checksum_from_download() {
  commands curl
  repoUrl=$server
  wrong_checksum
}
no_checksum() {
  commands
  stub_maven "$work/$name"
  sed -i '/^distributionSha256Sum/d' "$work/project/.mvn/wrapper/maven-wrapper.properties"
  refused
  said "cannot read distributionSha256Sum property"
  nothing_installed
}
no_checksum_tool() {
  commands
  stub_maven "$work/$name"
  rm "$work/bin/sha256sum"
  refused
  said "neither 'sha256sum' nor 'shasum' is available"
  nothing_installed
}
second_call() {
  commands
  stub_maven "$work/$name"
  mvnw first
  commands
  javaHome=
  rm "$work/mvn.log"
  mvnw second
  ran second
  silent
}
leaves_no_temp_files() {
  commands
  stub_maven "$work/$name"
  mkdir "$work/tmp.log"
  (cd "$work/project" && env -i HOME="$work/home" PATH="$work/bin" JAVA_HOME="$jdk" TMPDIR="$work/tmp.log" ./mvnw -v >"$work/out" 2>"$work/err")
  ran -v
  [ -z "$(ls -A "$work/tmp.log")" ]
}
real_maven() { # the wrapper as it is, the real distribution, through the machine's own mvn
  (cd "$work" && MAVEN_USER_HOME="$work/home" "$project/mvnw" -v >"$work/out" 2>"$work/err")
  grep -q "Apache Maven $version " "$work/out"
}
# shellcheck disable=SC2016 # the text of the scripts, not their values
cmd_agrees() {
  local plugin
  plugin=$(grep -o 'org.apache.maven.plugins:maven-dependency-plugin:[0-9.]*:copy' "$project/mvnw")
  grep -qF "\"$plugin\"" "$project/mvnw.cmd"
  grep -qF 'org.apache.maven:apache-maven:$($distributionVersion):zip:bin' "$project/mvnw.cmd"
  grep -qF 'apache-maven:$distributionVersion:zip:bin' "$project/mvnw"
  [ "$(grep -c $'\r$' "$project/mvnw.cmd")" = "$(wc -l <"$project/mvnw.cmd")" ]
}
names_apache_only() {
  local hosts
  hosts=$(grep -ohE 'https?://[^/" ]+' "$project/mvnw" "$project/mvnw.cmd" "$project/.mvn/wrapper/maven-wrapper.properties" | sort -u)
  [ "$hosts" = "$(printf '%s\n' http://www.apache.org https://archive.apache.org)" ]
}

make_distribution
sha256=$(sha256sum "$work/$name" | cut -d' ' -f1)
mkdir -p "$work/server/${repoPath%/*}"
cp "$work/$name" "$work/server/$repoPath"
"$jdk/bin/java" -XX:TieredStopAtLevel=1 "$project/src/test/wrapper/FileServer.java" "$work/server" &
serverPid=$!
for _ in $(seq 600); do [ ! -s "$work/server/port" ] || break; sleep 0.2; done
server=http://127.0.0.1:$(cat "$work/server/port")

check "fetches its Maven through the mvn on the PATH, outside the project" through_maven
check "keeps what that mvn says off its own standard output" keeps_output_clean
check "downloads where that mvn fails, and says so" maven_fails
check "does not use half a file that a failing mvn left" maven_leaves_half_a_file
check "downloads where that mvn is the wrapper itself, without calling itself again" maven_is_the_wrapper
check "downloads from Apache's site where there is no mvn" from_apache
check "downloads with curl alone" downloads_with curl
check "downloads with wget alone" downloads_with wget
check "downloads with the JDK alone" downloads_with
check "MVNW_REPOURL goes before the mvn on the PATH" repo_url_beats_maven
check "says what curl could not fetch" server_has_no_such_file curl
check "says what wget could not fetch" server_has_no_such_file wget
check "says what the JDK could not fetch" server_has_no_such_file
check "says what is missing where nothing can download" no_way_to_download
check "refuses a wrong checksum from the mvn on the PATH" wrong_checksum_from_maven
check "refuses a wrong checksum from a download" wrong_checksum_from_download
check "refuses to go without a checksum" no_checksum
check "refuses to go without a tool to check it" no_checksum_tool
check "a second call needs neither network nor mvn" second_call
check "leaves no temporary files" leaves_no_temp_files
check "mvnw.cmd asks for the same coordinates and has Windows line ends" cmd_agrees
check "the wrapper names no other host than Apache's" names_apache_only
# Where the machine has no mvn this one is not run and not counted.
if command -v mvn >/dev/null; then check "runs the real Maven $version" real_maven; fi

echo "wrapper: $passed passed, $failed failed"
[ "$failed" = 0 ]
