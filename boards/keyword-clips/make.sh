#!/bin/sh
# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
#
# Writes KeywordClips.cs from three of the clips that boards/host plays, one for each word.
set -eu
cd "$(dirname "$0")"
clips="01_bed 03_cat 05_happy"

{
    cat <<'EOF'
// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.
// Written by make.sh from boards/host/clips; do not edit, run it again.

using System;

namespace TinyInterp.Boards;

/// <summary>Recorded words for boards without a microphone: WAV files of 8 kHz, one channel, 16 bits.</summary>
public static class KeywordClips
{
    /// <summary>Number of clips.</summary>
    public const int Count = 3;

    /// <summary>A clip's file, made anew from the assembly's static data.</summary>
    public static byte[] Wav(int index)
    {
        switch (index)
        {
EOF
    index=0
    for clip in $clips; do
        printf '            case %s:\n                return Clip%s();\n' "$index" "$index"
        index=$((index + 1))
    done
    cat <<'EOF'
            default:
                throw new ArgumentException();
        }
    }
EOF
    index=0
    for clip in $clips; do
        printf '\n    // %s.wav\n    private static byte[] Clip%s()\n    {\n        return new byte[]\n        {\n' "$clip" "$index"
        od -An -v -tu1 -w32 "../host/clips/$clip.wav" | sed 's/^ */            /; s/ *$/,/; s/\([0-9]\)  */\1, /g'
        printf '        };\n    }\n'
        index=$((index + 1))
    done
    printf '}\n'
} > KeywordClips.cs
