#!/usr/bin/env bash
# Runs the self-test and the device's unit tests on nanoFramework's virtual machine (the .NET tool nanoclr, for Windows only).
# Build boards/selftest and tests/NFUnitTest first. Usage: bash eng/run-on-nanoclr.sh [Release|Debug]
# Exit codes: 0 all passed, 1 something failed, 2 something is missing.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
configuration=${1:-Release}

missing() {
    echo "run-on-nanoclr: $1" >&2
    exit 2
}

# The .pe files of an app and its dependencies. The build puts them into one folder.
require_build() {
    [ -f "$(dirname "$1")/bin/$configuration/$(basename "$1" .nfproj).pe" ] ||
        missing "$1 is not built: restore its packages and run msbuild $1 -p:Configuration=$configuration"
}

run() {
    nanoclr run --assemblies "$1/bin/$configuration"/*.pe --resolve | tr -d '\r'
}

command -v nanoclr > /dev/null || missing "the tool nanoclr is not installed: dotnet tool install -g nanoclr (on Windows)"
require_build boards/selftest/TinyInterp.SelfTest.nfproj
require_build tests/NFUnitTest/NFUnitTest.nfproj

status=0

output=$(run boards/selftest)
printf '%s\n' "$output"
if ! grep -Eq '^[1-9][0-9]* passed, 0 failed$' <<< "$output"; then
    echo "run-on-nanoclr: the self-test failed" >&2
    status=1
fi

output=$(run tests/NFUnitTest)
passed=$(grep -c '^Test passed' <<< "$output")
failed=$(grep -c '^Test failed' <<< "$output")
grep '^Test failed' <<< "$output"
echo "unit tests: $passed passed, $failed failed"
if [ "$passed" -eq 0 ] || [ "$failed" -ne 0 ]; then
    echo "run-on-nanoclr: the unit tests failed" >&2
    status=1
fi

exit $status
