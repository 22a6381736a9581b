#!/usr/bin/env bash
# Tests that whoever builds these sources gets this jar: builds them again in another folder, in another time zone and locale
# and with another umask, and compares the two byte by byte. By the same JDK, as another compiler may write other bytes.
#
#   src/test/jar/reproducible-test.sh target/kore-sts.jar
set -euo pipefail
jar=$(realpath "$1")
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/another folder/src"
cp -R pom.xml mvnw .mvn "$work/another folder"
cp -R src/main "$work/another folder/src"
(
  cd "$work/another folder"
  umask 077
  TZ=Pacific/Kiritimati LC_ALL=C ./mvnw -B -ntp -q -Dmaven.test.skip -Dspotless.check.skip package
)
again="$work/another folder/target/kore-sts.jar"

if cmp "$jar" "$again"; then
  echo "ok      a second build makes the same jar: $(sha256sum <"$jar" | cut -c1-64)"
  echo "jar: 1 passed, 0 failed"
  exit
fi
echo "FAILED  a second build makes another jar"
unzip -q "$jar" -d "$work/first"
unzip -q "$again" -d "$work/second"
# Where no content differs, it is what the archive says of an entry.
if diff -rq "$work/first" "$work/second"; then
  diff <(zipinfo -v "$jar") <(zipinfo -v "$again") | head -n 40 || true
fi
echo "jar: 0 passed, 1 failed"
exit 1
