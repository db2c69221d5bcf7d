# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Trains the keyword model: a large teacher, the small network with the teacher's scores, then the same with the device's rounding.

    python3 models/keyword/train/train.py --speech ../shared/speech --out keyword_float.tflite

Needs Debian's python3-torch, python3-numpy, espeak-ng, sox and flatbuffers-compiler, and the .NET SDK for the front end.
"""

import argparse
import copy
import os
import subprocess
import time

import numpy as np
import torch
import torch.nn.functional as F

import augment
import clips as clip_data
import export
from network import Network
from quantised import QuantisedNetwork

torch.set_num_threads(1)  # more are slower at this size
ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
BANDS = 16
TEACHER = (96, [(128, 1), (128, 1), (128, 1)])
STUDENT = (24, [(32, 1), (32, 1)])
TEMPERATURE = 2.0


def front_end():
    """Builds the C# program that computes features, so that they are the device's to the bit."""
    project = os.path.join(ROOT, "tools", "keyword-features")
    subprocess.run(["dotnet", "build", project, "-c", "Release", "-v", "q"], check=True, stdout=subprocess.DEVNULL)
    program = os.path.join(project, "bin", "Release", "net10.0", "keyword-features")
    return augment.FrontEnd([program, str(augment.LENGTH)])


def real(features):
    return features.float() / 32


def disturbed(x):
    """Further variants that need no sound: level, place, and a band or two frames missing."""
    n, frames, bands = x.shape
    x = real(x) + torch.randn(n, 1, 1) * 0.15
    x = torch.roll(x, int(torch.randint(-2, 3, (1,))), 1)
    band = torch.arange(bands)[None, None] == torch.randint(0, bands, (n,))[:, None, None]
    time_ = (torch.arange(frames)[None, :, None] - torch.randint(0, frames, (n,))[:, None, None]).abs() <= 1
    missing = (band | time_) & (torch.rand(n) < 0.3)[:, None, None]
    return torch.where(missing, x.mean((1, 2), keepdim=True).expand_as(x), x).clamp(-4, 127 / 32)


def scores(net, x):
    net.eval()
    with torch.no_grad():
        return np.concatenate([net(real(x[i:i + 1024])).numpy() for i in range(0, len(x), 1024)])


def report(name, net, data):
    p = torch.softmax(torch.tensor(scores(net, data["vx"])), 1).numpy()
    y, kinds = data["vy"], data["vk"]
    count = data["keywords"]
    keyword = np.flatnonzero(y < count)
    own = np.sort(p[keyword, y[keyword]])
    threshold = own[int(0.12 * len(own))]
    accepted = {k: round(float((p[kinds == k, :count].max(1) >= threshold).mean()), 3) for k in np.unique(kinds[y == count])}
    print("%s: accuracy %.4f; at %.2f, which 88 %% of keywords reach, false accepts %s" % (
        name, (p.argmax(1) == y).mean(), threshold, accepted), flush=True)
    return (p.argmax(1) == y).mean()


def fit(name, net, data, epochs, rate, decay, teacher=None, batch=256):
    """Each epoch takes one of the variants of all clips."""
    variants, n = data["x"].shape[:2]
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
    steps, step, start = epochs * (n // batch), 0, time.time()
    for epoch in range(epochs):
        v, order = epoch % variants, torch.randperm(n)
        net.train()
        for i in range(n // batch):
            at = order[i * batch:(i + 1) * batch]
            out = net(disturbed(data["x"][v, at]))
            loss = F.cross_entropy(out, data["y"][v, at], label_smoothing=0.05)
            if teacher is not None:
                soft = torch.softmax(teacher[v, at] / TEMPERATURE, 1)
                loss = 0.4 * loss + 0.6 * TEMPERATURE ** 2 * F.kl_div(F.log_softmax(out / TEMPERATURE, 1), soft, reduction="batchmean")
            for group in optimiser.param_groups:
                group["lr"] = rate * (min(1, step / 100) * (1 + np.cos(np.pi * step / steps)) / 2 + 0.002)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
        if epoch % 10 == 9 or epoch == epochs - 1:
            report("%s %d/%d, %.0f s, loss %.3f" % (name, epoch + 1, epochs, time.time() - start, loss.item()), net, data)
    net.eval()
    return net


def prepare(speech, cache, variants, hold_out, words, similar):
    path = os.path.join(cache, "features.npz")
    if not os.path.exists(path):
        clips, labels, kinds, validation, noise, _ = clip_data.load(speech, os.path.join(cache, "clips.npz"), words, similar)
        program, rng = front_end(), np.random.default_rng(11)
        train = ~validation | ((kinds == "other") & (not hold_out))
        repeats = np.where(kinds == "other", 6, 1)[train]  # few of these, but recorded as the keywords are
        sets = []
        for v in range(variants):
            sets.append(augment.training_set(rng, program, clips[train], labels[train], len(words), repeats, noise))
            print("variants: %d of %d" % (v + 1, variants), flush=True)
        np.savez(path, x=np.array([s[0] for s in sets]), y=np.array([s[1] for s in sets]),
                 vx=program.features(augment.plain(clips[validation])), vy=labels[validation], vk=kinds[validation])
    z = np.load(path)
    return {"x": torch.tensor(z["x"]), "y": torch.tensor(z["y"]), "vx": torch.tensor(z["vx"]), "vy": z["vy"], "vk": z["vk"], "keywords": len(words)}


def main():
    parser = argparse.ArgumentParser(description="Trains the keyword model.")
    parser.add_argument("--speech", required=True, help="folder with bed.zip ... validation_list.txt")
    parser.add_argument("--out", required=True, help="the float .tflite to write, with ranges for tinyinterp quantize")
    parser.add_argument("--words", default=",".join(clip_data.WORDS), help="the keywords: folders or zips of --speech")
    parser.add_argument("--similar", default=",".join(clip_data.SIMILAR), help="words that sound like them, for the synthesiser to say")
    parser.add_argument("--cache", default="/tmp/keyword", help="where clips, features and the teacher are kept between runs; one for each choice of words")
    parser.add_argument("--variants", type=int, default=12)
    parser.add_argument("--epochs", type=int, default=140)
    parser.add_argument("--teacher-epochs", type=int, default=36)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hold-out-words", action="store_true", help="keep half of other_words for validation")
    options = parser.parse_args()
    os.makedirs(options.cache, exist_ok=True)
    words = options.words.split(",")
    data = prepare(options.speech, options.cache, options.variants, options.hold_out_words, words, [w for w in options.similar.split(",") if w])

    torch.manual_seed(options.seed)
    teacher_path = os.path.join(options.cache, "teacher.npy")
    if not os.path.exists(teacher_path):
        teacher = fit("teacher", Network(BANDS, *TEACHER, labels=len(words) + 2), data, options.teacher_epochs, 4e-3, 1e-2)
        np.save(teacher_path, np.array([scores(teacher, x) for x in data["x"]]))
    teacher = torch.tensor(np.load(teacher_path))

    student = Network(BANDS, *STUDENT, labels=len(words) + 2, dropout=0.0)
    print("network: %d MACs, %d weights" % (student.macs(), student.weights()))
    fit("float", student, data, options.epochs, 4e-3, 1e-4, teacher)
    torch.save(student.state_dict(), os.path.join(options.cache, "student-%d.pt" % options.seed))
    rounded = QuantisedNetwork(copy.deepcopy(student))
    rounded.observe(real(data["x"][0, :4096]))
    fit("rounded", rounded, data, 24, 4e-4, 0, teacher)
    export.write(rounded, options.out, os.path.join(ROOT, "schema", "tflite.fbs"))
    print("written: " + options.out)


if __name__ == "__main__":
    main()
