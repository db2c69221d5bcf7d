# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""The network: frames are positions, bands are channels, so that every convolution runs along time alone."""

import torch
import torch.nn as nn
import torch.nn.functional as F


def same(x, kernel, stride):
    """TensorFlow's SAME padding, which puts the odd one behind."""
    n = x.shape[-1]
    total = max(0, ((n + stride - 1) // stride - 1) * stride + kernel - n)
    return F.pad(x, (total // 2, total - total // 2))


class Block(nn.Module):
    """Depthwise convolution of 9 frames, pointwise convolution, each with batch normalisation; RELU behind both."""

    def __init__(self, inputs, outputs, stride, kernel=9):
        super().__init__()
        self.kernel, self.stride = kernel, stride
        self.dw = nn.Conv1d(inputs, inputs, kernel, stride, groups=inputs, bias=False)
        self.dw_norm = nn.BatchNorm1d(inputs)
        self.pw = nn.Conv1d(inputs, outputs, 1, bias=False)
        self.pw_norm = nn.BatchNorm1d(outputs)
        self.residual = inputs == outputs and stride == 1

    def forward(self, x):
        y = F.relu(self.dw_norm(self.dw(same(x, self.kernel, self.stride))))
        return F.relu(self.pw_norm(self.pw(y)))


class Network(nn.Module):
    def __init__(self, bands, first, blocks, labels=5, kernel=9, dropout=0.1):
        """blocks: (channels, stride) of each."""
        super().__init__()
        self.shape = (bands, first, tuple(blocks), labels, kernel)
        self.conv = nn.Conv1d(bands, first, 3, 2, bias=False)
        self.norm = nn.BatchNorm1d(first)
        layers, inputs = [], first
        for channels, stride in blocks:
            layers.append(Block(inputs, channels, stride, kernel))
            inputs = channels
        self.blocks = nn.ModuleList(layers)
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(inputs, labels)

    def forward(self, x):
        """Logits [n, labels] of features [n, frames, bands], scaled to about one."""
        x = F.relu(self.norm(self.conv(same(x.transpose(1, 2), 3, 2))))
        for block in self.blocks:
            x = block(x)
        return self.dense(self.dropout(x.mean(2)))

    def macs(self, frames=31):
        bands, first, blocks, labels, kernel = self.shape
        n = (frames + 1) // 2
        total, inputs = n * 3 * bands * first, first
        for channels, stride in blocks:
            n = (n + stride - 1) // stride
            total += n * inputs * (kernel + channels)
            inputs = channels
        return total + inputs * labels

    def weights(self):
        return sum(p.numel() for n, p in self.named_parameters() if "norm" not in n)
