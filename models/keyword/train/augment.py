# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Variants of clips, and their features as the device computes them."""

import subprocess

import numpy as np

from clips import RATE

FRAMES = 31
LENGTH = FRAMES * 256
TRANSFORM = 10240  # longer than any clip, and a product of small primes


class FrontEnd:
    """The C# front end, fed through a pipe."""

    def __init__(self, program):
        self.command = program

    def features(self, clips):
        """int8 [n, 31, bands] of int16 [n, 7936]."""
        data = np.ascontiguousarray(clips, np.int16).tobytes()
        out = subprocess.run(self.command, input=data, stdout=subprocess.PIPE, check=True).stdout
        return np.frombuffer(out, np.int8).reshape(len(clips), FRAMES, -1)


def faster(x, factor):
    at = np.arange(0, len(x) - 1, factor)
    return np.interp(at, np.arange(len(x)), x)


def coloured(rng, x):
    """A microphone of another colour: a random tilt and a random resonance or dip, in the frequency domain."""
    f = np.linspace(0, 1, TRANSFORM // 2 + 1)
    gain = rng.uniform(-8, 8) * (f - 0.4) + rng.uniform(-6, 6) * np.exp(-((f - rng.uniform(0, 1)) / 0.15) ** 2)
    return np.fft.irfft(np.fft.rfft(x, TRANSFORM) * 10 ** (gain / 20), TRANSFORM)[:len(x)]


def noise_of(rng, noises):
    n = noises[rng.integers(len(noises))]
    start = rng.integers(len(n) - LENGTH)
    x = n[start:start + LENGTH].astype(float)
    if rng.random() < 0.15:
        x = rng.normal(0, 1000, LENGTH)
    return coloured(rng, x)


def level(x):
    return np.sqrt(np.mean(x * x)) + 1e-3


def extent(x):
    """First and last sample of the middle 90 % of the energy."""
    e = np.cumsum(x.astype(float) ** 2)
    return np.searchsorted(e, 0.05 * e[-1]), np.searchsorted(e, 0.95 * e[-1])


def mangled(rng, x, others):
    """What has the sound of a keyword's recording without being one: played backwards, cut off, or of two halves that do not belong together."""
    begin, end = extent(x)
    kind = rng.integers(4)
    if kind == 0:
        return x[::-1].copy()
    y = x.copy()
    if kind == 1:  # the beginning alone
        y[begin + int(0.4 * (end - begin)):] = 0
        return y
    if kind == 2:  # the end alone
        y[:begin + int(0.65 * (end - begin))] = 0
        return y
    other = others[rng.integers(len(others))]
    b, e = extent(other)
    head = x[begin:begin + (end - begin) // 2]
    tail = other[b:b + (e - b) // 2]
    word = np.concatenate([tail[::-1], head]) if rng.random() < 0.5 else np.concatenate([head[::-1], tail])
    y[:] = 0
    word = word[:RATE]
    start = (RATE - len(word)) // 2
    y[start:start + len(word)] = word
    return y


def variant(rng, x, noises, shift=900):
    """Another speed, level, place and colour, with noise."""
    x = x.astype(float)
    if rng.random() < 0.7:
        x = faster(x, rng.uniform(0.87, 1.15))
    if rng.random() < 0.6:
        x = coloured(rng, x)
    start = (len(x) - LENGTH) // 2 + int(np.clip(rng.normal(0, 0.5), -1, 1) * shift)
    y = np.zeros(LENGTH)
    a, b = max(0, start), min(len(x), start + LENGTH)
    y[a - start:b - start] = x[a:b]
    if rng.random() < 0.8:
        n = noise_of(rng, noises)
        y += n * (level(y) / level(n) * 10 ** (-rng.uniform(3, 35) / 20))
    peak = np.abs(y).max() + 1e-3
    wanted = 10 ** (-rng.uniform(0, 30) / 20) * 32000
    gain = 10 ** (rng.normal(0, 5) / 20)
    if peak * gain > 32767 and rng.random() < 0.8:
        gain = wanted / peak
    return np.clip(np.round(y * gain), -32768, 32767).astype(np.int16)


def silence(rng, noises):
    n = noise_of(rng, noises)
    n *= 10 ** (rng.uniform(-45, 0) / 20) * 32000 / (np.abs(n).max() + 1e-3)
    if rng.random() < 0.05:
        n *= 0
    return np.clip(np.round(n), -32768, 32767).astype(np.int16)


def plain(clips):
    """The middle of each clip, as it is evaluated."""
    start = (clips.shape[1] - LENGTH) // 2
    return clips[:, start:start + LENGTH]


def training_set(rng, front_end, clips, labels, keywords, repeats, noises, share_mangled=0.35, share_silence=0.06):
    """Features and labels of new variants of every clip, as many as its repeats say, and of what is made up: unknown and silence, the labels behind the keywords."""
    made, of = [], []
    keyword = np.flatnonzero(labels < keywords)
    for i, x in enumerate(clips):
        for _ in range(repeats[i]):
            made.append(variant(rng, x, noises))
            of.append(labels[i])
    for i in rng.choice(keyword, int(share_mangled * len(keyword)), replace=False):
        made.append(variant(rng, mangled(rng, clips[i], clips[keyword]), noises))
        of.append(keywords)
    for _ in range(int(share_silence * len(clips))):
        made.append(silence(rng, noises))
        of.append(keywords + 1)
    return front_end.features(np.array(made)), np.array(of)
