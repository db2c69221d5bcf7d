#!/usr/bin/env bash
# Rewrites the Compile items of every .nfproj from the existing files, because the nanoFramework project system does not support globs. Also rewrites
# its packages.config from its references and the versions in eng/Device.targets, because packages.config cannot import other files.
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

# The first ItemGroup after the import of Device.props holds the Compile items.
update_items() {
    local project=$1; shift
    local items
    items=$(mktemp)
    compile_items "$(dirname "$project")" "$@" > "$items"
    awk -v items="$items" '
        /Device\.props/ { inHead = 1 }
        /<Compile Include=/ { next }
        { print }
        inHead && /<ItemGroup>/ { while ((getline line < items) > 0) print line; inHead = 0 }
    ' "$project" > "$items.new"
    cat "$items.new" > "$project"
    rm -f "$items" "$items.new"
}

update_packages() {
    local project=$1
    local reference
    {
        printf '<?xml version="1.0" encoding="utf-8"?>\n<packages>\n'
        sed -n 's|.*<Reference Include="\([^"]*\)".*|\1|p' "$project" | while read -r reference; do
            sed -n -E "s|.*<Reference Update=\"${reference//./\\.}\" HintPath=\"[^)]*\)(.+)\.([0-9]+\.[0-9]+\.[0-9]+)\\\\lib.*|  <package id=\"\1\" version=\"\2\" targetFramework=\"netnano1.0\" />|p" eng/Device.targets
        done | awk '!seen[$0]++'
        printf '</packages>\n'
    } > "$(dirname "$project")/packages.config"
}

update_items TinyInterp.nfproj nf-runtime schema
update_packages TinyInterp.nfproj
find kernels signal keyword compiled storage boards samples tests -name '*.nfproj' -not -path '*/obj/*' -not -path '*/packages/*' | while read -r project; do
    update_items "$project" .
    update_packages "$project"
done
