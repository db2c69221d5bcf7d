# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""The network with batch normalisation folded in and the device's rounding of weights and activations, to be trained on."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from network import same


def rounded(x):
    """round(x), whose gradient is x's."""
    return x + (torch.round(x) - x).detach()


def rounded_weights(w):
    """Eight bits, symmetric, with a scale for each output channel."""
    scale = w.detach().abs().flatten(1).max(1)[0].clamp(min=1e-8) / 127
    scale = scale.reshape([-1] + [1] * (w.dim() - 1))
    return rounded(w / scale) * scale


class Range(nn.Module):
    """Eight bits, asymmetric, over a range that follows what it sees in training; zero is in it."""

    def __init__(self):
        super().__init__()
        self.register_buffer("low", torch.zeros(()))
        self.register_buffer("high", torch.zeros(()))

    def look(self, x, weight):
        x = x.detach().flatten()
        x = x[torch.randint(0, len(x), (min(len(x), 20000),))]
        low, high = torch.quantile(x, 0.0002).clamp(max=0), torch.quantile(x, 0.9998).clamp(min=0.01)
        self.low += weight * (low - self.low)
        self.high += weight * (high - self.high)

    def forward(self, x):
        if self.training:
            self.look(x, 0.01)
        scale = (self.high - self.low) / 255
        zero = torch.round(-128 - self.low / scale)
        q = rounded(x / scale) + zero
        return (q.clamp(-128, 127) - zero) * scale


class Layer(nn.Module):
    """A convolution with its batch normalisation folded in."""

    def __init__(self, conv, norm, kernel, stride):
        super().__init__()
        factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        self.weight = nn.Parameter((conv.weight * factor[:, None, None]).detach().clone())
        self.bias = nn.Parameter((norm.bias - norm.running_mean * factor).detach().clone())
        self.kernel, self.stride, self.groups = kernel, stride, conv.groups
        self.range = Range()
        self.exact = False

    def forward(self, x):
        weight = self.weight if self.exact else rounded_weights(self.weight)
        y = F.relu(F.conv1d(same(x, self.kernel, self.stride), weight, self.bias, self.stride, groups=self.groups))
        if self.exact:
            self.range.look(y, 1.0)
            return y
        return self.range(y)


class QuantisedNetwork(nn.Module):
    def __init__(self, net):
        super().__init__()
        net.eval()
        layers = [Layer(net.conv, net.norm, 3, 2)]
        for block in net.blocks:
            layers.append(Layer(block.dw, block.dw_norm, block.kernel, block.stride))
            layers.append(Layer(block.pw, block.pw_norm, 1, 1))
        self.layers = nn.ModuleList(layers)
        self.dense = net.dense
        self.logits = Range()

    def observe(self, x):
        """Sets all ranges from exact values."""
        with torch.no_grad():
            y = x.transpose(1, 2)
            for layer in self.layers:
                layer.exact = True
                y = layer(y)
                layer.exact = False
            self.logits.look(self.dense(y.mean(2)), 1.0)

    def forward(self, x):
        x = x.transpose(1, 2)
        for layer in self.layers:
            x = layer(x)
        last = self.layers[-1].range
        scale = (last.high - last.low) / 255
        x = rounded(x.mean(2) / scale) * scale  # the pool's output has its input's scale
        return self.logits(F.linear(x, rounded_weights(self.dense.weight), self.dense.bias))
