#!/usr/bin/env bash
# Rewrites the Compile items of every library .nfproj from the files that exist: the nanoFramework project system takes no globs.
# tests/ProjectFilesTests.cs checks the result. Usage: eng/update-nfproj.sh
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile_items() {
    local folder=$1; shift
    local source
    for source in "$@"; do
        (cd "$folder" && find "$source" -maxdepth 1 -name '*.cs') | sed 's|^\./||'
    done | sort | sed 's|/|\\|g; s|.*|    <Compile Include="&" />|'
}

update() {
    local project=$1; shift
    local items
    items=$(mktemp)
    compile_items "$(dirname "$project")" "$@" > "$items"
    # The first ItemGroup after the second import is the one that holds the Compile items.
    awk -v items="$items" '
        /NFProjectSystem\.props/ { inHead = 1 }
        /<Compile Include=/ { next }
        { print }
        inHead && /<ItemGroup>/ { while ((getline line < items) > 0) print line; inHead = 0 }
    ' "$project" > "$items.new"
    cat "$items.new" > "$project"
    rm -f "$items" "$items.new"
}

update TinyInterp.nfproj nf-runtime schema
find kernels compiled signal keyword boards tests/NFUnitTest -name '*.nfproj' -not -path '*/obj/*' -not -path '*/packages/*' 2>/dev/null | while read -r project; do
    update "$project" .
done
