# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Clips of the training data: one second each at 8 kHz, with a label, split as the data set's own validation list says."""

import io
import os
import subprocess
import tempfile
import wave
import zipfile

import numpy as np

RATE = 8000
WORDS = ["bed", "cat", "happy"]  # the keywords; behind them come the labels unknown and silence
NOISE = "_background_noise_"

# What sounds like a keyword teaches more than any other word.
SIMILAR = """bad bet bat bid bead bedtime bedroom better beg bell best bend bread red said head dead fed led wed shed bird bud body bit
kit cap cut cattle can catch caught coat cart kite cad cast capital carrot hat that mat sat at pat bat fat gather category
happen happily hobby puppy nappy heavy hippie copy chappy happening apple habit have hey hungry tappy hopper""".split()
OTHER = """yes no up down left right on off stop go zero one two three four five six seven eight nine ten dog house tree wow
computer window water light music play pause next volume kitchen garden morning evening today tomorrow weather please thank hello goodbye
open close start again never always many people little maybe question answer school family friend number letter picture table chair
orange lemon coffee sugar bottle paper river mountain summer winter yellow purple doctor market station engine""".split()
SENTENCES = [
    "what is the weather going to be like tomorrow morning", "please turn on the lights in the living room",
    "i would like a cup of coffee with a little sugar", "the train to the city leaves at half past seven",
    "we have never been to that restaurant before", "can you tell me how far it is to the station",
    "she said that he had read the letter already", "play the next song and turn the volume up",
    "the quick brown fox jumps over the lazy dog", "set a timer for ten minutes and call me back",
    "it has been a long day and i am rather tired", "they went to the market and bought apples and bread",
]


def read_wav(data):
    with wave.open(io.BytesIO(data)) as f:
        assert f.getframerate() == RATE and f.getnchannels() == 1 and f.getsampwidth() == 2
        return np.frombuffer(f.readframes(f.getnframes()), np.int16)


def centred(samples, length=RATE):
    """Cut or padded with zeros on both sides alike."""
    if len(samples) >= length:
        start = (len(samples) - length) // 2
        return samples[start:start + length]
    before = (length - len(samples)) // 2
    return np.pad(samples, (before, length - len(samples) - before))


def read_kind(folder, kind):
    """Names and samples of the WAVs in a zip or folder of that name, in the order of names."""
    path = os.path.join(folder, kind)
    if os.path.isdir(path):
        for name in sorted(n for n in os.listdir(path) if n.endswith(".wav")):
            with open(os.path.join(path, name), "rb") as f:
                yield kind + "/" + name, read_wav(f.read())
        return
    with zipfile.ZipFile(path + ".zip") as z:
        for name in sorted(n for n in z.namelist() if n.endswith(".wav")):
            yield name, read_wav(z.read(name))


def kinds_in(folder):
    entries = (n[:-4] if n.endswith(".zip") else n for n in os.listdir(folder) if n.endswith(".zip") or os.path.isdir(os.path.join(folder, n)))
    return sorted(set(entries), key=lambda kind: (kind != "unknown", kind))


def speak(text, voice, speed, pitch):
    """A sentence by Debian's espeak-ng, at 8 kHz."""
    with tempfile.TemporaryDirectory() as folder:
        wide, narrow = os.path.join(folder, "a.wav"), os.path.join(folder, "b.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", wide, text], check=True)
        subprocess.run(["sox", wide, "-r", str(RATE), "-c", "1", "-b", "16", "-D", narrow, "gain", "-3"], check=True)
        with open(narrow, "rb") as f:
            return read_wav(f.read())


def synthetic(rng, keywords, similar, per_word=8, per_keyword=150, per_sentence=6):
    """Words by random voices; keywords too, or the voice alone would tell."""
    accents = ["en-us", "en-gb", "en-gb-scotland", "en-029", "en-gb-x-rp", "en-us-nyc", "en-gb-x-gbclan", "en-gb-x-gbcwmd"]
    variants = ["", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f1", "+f2", "+f3", "+f4", "+f5", "+klatt", "+whisper"]

    def one(text):
        return speak(text, rng.choice(accents) + rng.choice(variants), rng.integers(110, 210), rng.integers(15, 90))

    unknown = len(keywords)
    for label, word in enumerate(keywords):
        for _ in range(per_keyword):
            yield label, "synthetic", centred(trimmed(one(word)))
    for word in similar * 2 + [w for w in OTHER if w not in keywords]:
        for _ in range(per_word):
            yield unknown, "synthetic", centred(trimmed(one(word)))
    for text in SENTENCES:
        for _ in range(per_sentence):
            speech = trimmed(one(text))
            for start in range(0, len(speech) - RATE + 1, RATE // 2):
                yield unknown, "synthetic", speech[start:start + RATE]


def trimmed(samples):
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 300)
    return samples[loud[0]:loud[-1]] if len(loud) else samples


def load(folder, cache, keywords=None, similar=None):
    """
    Clips [n, 8000], labels [n], kinds [n], whether each is for validation [n], and noise recordings (training part, validation part).

    Keywords are split by validation_list.txt, where the folder has one. Of unknown, which has many clips of few speakers, the last 15 % of each
    half (single words, running speech) are held out; of other kinds, every second clip.
    """
    if os.path.exists(cache):
        z = np.load(cache, allow_pickle=True)
        return z["clips"], z["labels"], z["kinds"], z["validation"], list(z["noise_train"]), list(z["noise_validation"])
    keywords = keywords or WORDS
    similar = SIMILAR if similar is None else similar
    unknown, silence = len(keywords), len(keywords) + 1
    list_path = os.path.join(folder, "validation_list.txt")
    held_out = set(open(list_path).read().split()) if os.path.exists(list_path) else set()
    clips, labels, kinds, validation = [], [], [], []

    def add(samples, label, kind, is_validation):
        clips.append(centred(samples))
        labels.append(label)
        kinds.append(kind)
        validation.append(is_validation)

    for label, word in enumerate(keywords):
        for name, samples in read_kind(folder, word):
            add(samples, label, word, "/".join(name.split("/")[-2:]) in held_out)
    for kind in kinds_in(folder):
        if kind in keywords or kind == NOISE:
            continue
        entries = list(read_kind(folder, kind))
        if kind == "unknown":
            for prefix in ("word_", "speech_"):
                part = [s for n, s in entries if os.path.basename(n).startswith(prefix)]
                for i, samples in enumerate(part):
                    add(samples, unknown, prefix, i >= 0.85 * len(part))
        else:
            for i, (_, samples) in enumerate(entries):
                add(samples, unknown, "other", i % 2 == 1)
    noises = [s for _, s in read_kind(folder, NOISE)]
    noise_train = [s[:int(0.8 * len(s))] for s in noises]
    noise_validation = [s[int(0.8 * len(s)):] for s in noises]
    for s in noise_validation:
        for start in range(0, len(s) - RATE + 1, RATE):
            add(s[start:start + RATE], silence, "silence", True)
    for label, kind, samples in synthetic(np.random.default_rng(7), keywords, similar):
        add(samples, label, kind, False)
    result = (np.array(clips), np.array(labels), np.array(kinds), np.array(validation))
    np.savez(cache, clips=result[0], labels=result[1], kinds=result[2], validation=result[3],
             noise_train=np.array(noise_train, dtype=object), noise_validation=np.array(noise_validation, dtype=object))
    return result + (noise_train, noise_validation)
