#!/usr/bin/env bash
# Brings every generated file up to date after a change of the sources: names of options, project file lists, AddAll lists, the operator
# page, the self-test's data, the API files, and new entries of the ledger. The tests check all of them.
#
# Usage: eng/update.sh [--accept-costs]
#   --accept-costs   also updates ledger entries that got worse; without it, the command only lists them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

ledger=--add
case "${1:-}" in
    '') ;;
    --accept-costs) ledger=--write ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

dotnet run --project tools/codegen -c Release
eng/update-nfproj.sh
eng/update-addall.sh
dotnet run --project tools/selftest-data -c Release
dotnet build tools/tinyinterp -c Release -v quiet
tool=(dotnet run --project tools/tinyinterp -c Release --no-build --)
dotnet run --project tools/api-surface -c Release
"${tool[@]}" operators --out docs/operators.md
"${tool[@]}" ledger "$ledger"
