#!/bin/sh
# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
#
# Speaks the clips that the keyword demonstration plays: 8 kHz, one channel, 16 bits. Needs Debian's espeak-ng and sox.
set -eu
cd "$(dirname "$0")"
wide=$(mktemp --suffix .wav)
trap 'rm -f "$wide"' EXIT

# speak NUMBER WORDS VOICE SPEED PITCH: the number is the place in the stream.
speak() {
    espeak-ng -v "$3" -s "$4" -p "$5" -w "$wide" "$2"
    sox -D "$wide" -r 8000 -c 1 -b 16 "$1_$(echo "$2" | tr ' ' '_').wav" silence 1 0.01 1% reverse silence 1 0.01 1% reverse norm -6
}

rm -f ./*.wav
speak 01 bed en-gb 160 65
speak 02 house en-us 140 50
speak 03 cat en-us+m6 130 30
speak 04 seven en-gb 150 45
speak 05 happy en-gb-x-rp 120 50
speak 06 "turn on the lights in the kitchen" en-us 160 50
speak 07 happy en-gb-x-rp 160 65
speak 08 cat en-us+f2 140 35
speak 09 water en-gb 140 55
speak 10 bed en-us+f2 120 65
