# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Builds a long recording of validation clips in changing noise, with a label file for `boards/host --stream`.

    python3 models/keyword/train/long_recording.py --speech ../shared/speech --out long --minutes 30

Every few seconds comes a clip: a keyword (40 %), another word (30 %) or a second of running speech (30 %), at changing levels; beneath it runs the
part of the noise recordings that training has not heard, 5 to 30 dB below the clips.
"""

import argparse
import os
import wave

import numpy as np

import clips as clip_data
from clips import KEYWORDS, RATE


def main():
    parser = argparse.ArgumentParser(description="Builds a long recording with labels.")
    parser.add_argument("--speech", required=True)
    parser.add_argument("--out", required=True, help="name of the .wav and .txt to write, without extension")
    parser.add_argument("--cache", default="/tmp/keyword")
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    os.makedirs(options.cache, exist_ok=True)
    rng = np.random.default_rng(5)
    clips, labels, kinds, validation, _, noises = clip_data.load(options.speech, os.path.join(options.cache, "clips.npz"))

    sound = np.zeros(int(options.minutes * 60 * RATE))
    at = 0
    while at < len(sound):  # half a minute of each noise, at a level of its own
        noise = noises[rng.integers(len(noises))].astype(float)
        piece = np.resize(noise, 30 * RATE)[:len(sound) - at]
        piece = piece / (np.sqrt(np.mean(piece ** 2)) + 1e-3) * 10 ** (rng.uniform(1.0, 2.25))
        sound[at:at + len(piece)] += piece
        at += len(piece)

    lines = []
    at = RATE
    while at + 3 * RATE < len(sound):
        kind = rng.choice(["keyword", "word_", "speech_"], p=[0.4, 0.3, 0.3])
        pool = np.flatnonzero(validation & ((labels < 3) if kind == "keyword" else (kinds == kind)))
        i = rng.choice(pool)
        clip = clips[i].astype(float)
        clip *= 10 ** rng.uniform(3.0, 3.5) / (np.sqrt(np.mean(clip ** 2)) + 1e-3)
        sound[at:at + len(clip)] += clip
        if labels[i] < 3:
            lines.append("%.3f\t%.3f\t%s" % (at / RATE, (at + len(clip)) / RATE, KEYWORDS[labels[i]]))
        at += len(clip) + int(rng.uniform(0.5, 3) * RATE)

    with wave.open(options.out + ".wav", "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(RATE)
        f.writeframes(np.clip(np.round(sound), -32768, 32767).astype("<i2").tobytes())
    with open(options.out + ".txt", "w") as f:
        f.write("\n".join(lines) + "\n")
    print("%s.wav: %.0f minutes, %d keywords" % (options.out, options.minutes, len(lines)))


if __name__ == "__main__":
    main()
