# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Writes the clips that training does not use as class folders, for `boards/host --evaluate`.

    python3 models/keyword/train/validation.py --speech ../shared/speech --out held-out

The words of validation_list.txt, the last 15 % of unknown's single words and running speech, the last fifth of each noise. Other kinds of unknown
words (`other_words`) are left out unless --hold-out-words is given, as it must have been in training.
"""

import argparse
import os
import wave

import clips as clip_data


def main():
    parser = argparse.ArgumentParser(description="Writes the clips that training does not use.")
    parser.add_argument("--speech", required=True)
    parser.add_argument("--out", required=True, help="folder for the class folders")
    parser.add_argument("--cache", default="/tmp/keyword", help="that of train.py")
    parser.add_argument("--hold-out-words", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.cache, exist_ok=True)
    clips, _, kinds, validation, _, _ = clip_data.load(options.speech, os.path.join(options.cache, "clips.npz"))
    count = 0
    for i in range(len(clips)):
        if not validation[i] or (kinds[i] == "other" and not options.hold_out_words):
            continue
        folder = os.path.join(options.out, "unknown" if kinds[i].endswith("_") else kinds[i])
        os.makedirs(folder, exist_ok=True)
        with wave.open(os.path.join(folder, "%s%d.wav" % (kinds[i] if kinds[i].endswith("_") else "", i)), "wb") as f:
            f.setnchannels(1)
            f.setsampwidth(2)
            f.setframerate(clip_data.RATE)
            f.writeframes(clips[i].astype("<i2").tobytes())
        count += 1
    print("%d clips written to %s" % (count, options.out))


if __name__ == "__main__":
    main()
