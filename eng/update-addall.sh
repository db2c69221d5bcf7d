#!/usr/bin/env bash
# Rewrites the AddAll... method of every kernel assembly from the Add... methods that its other files declare, in alphabetical order.
# OperatorListTests checks the result. Usage: eng/update-addall.sh
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for family in kernels/*/*Kernels.cs; do
    # kernels/all has no operators of its own.
    [ "$family" = kernels/all/AllKernels.cs ] && continue
    # awk reads the lines from the environment, because not every awk accepts a variable with several lines.
    calls=$(find "$(dirname "$family")" -maxdepth 1 -name '*.cs' -not -name '*Kernels.cs' -print0 |
        xargs -0 grep -hoE 'public static OpResolver Add[A-Za-z0-9_]+\(this OpResolver' |
        sed -E 's/.* (Add[A-Za-z0-9_]+)\(.*/            .\1()/' | sort)
    CALLS=$calls awk '
        /return resolver/ { print "        return resolver"; print ENVIRON["CALLS"] ";"; skipping = 1 }
        !skipping { print }
        /;$/ { skipping = 0 }
    ' "$family" > "$family.new"
    cat "$family.new" > "$family"
    rm "$family.new"
done
