# Copyright (c) TinyInterp contributors.
# Licensed under the MIT licence; see LICENSE in the project root.
"""Writes the network as a float .tflite through flatc. Each activation's trained range goes with it, as min and max of its quantisation."""

import json
import os
import subprocess
import tempfile

import numpy as np


class Model:
    def __init__(self):
        self.codes, self.tensors, self.operators, self.buffers = [], [], [], [{}]

    def tensor(self, name, shape, low=None, high=None, data=None):
        entry = {"name": name, "shape": list(shape), "type": "FLOAT32", "buffer": 0}
        if low is not None:
            entry["quantization"] = {"min": [float(low)], "max": [float(high)]}
        if data is not None:
            entry["buffer"] = len(self.buffers)
            self.buffers.append({"data": list(np.ascontiguousarray(data, "<f4").tobytes())})
        self.tensors.append(entry)
        return len(self.tensors) - 1

    def operator(self, name, version, inputs, outputs, options_type, **options):
        code = (name, version)
        if code not in self.codes:
            self.codes.append(code)
        self.operators.append({"opcode_index": self.codes.index(code), "inputs": inputs, "outputs": outputs,
                               "builtin_options_type": options_type, "builtin_options": options})

    def json(self, inputs, outputs):
        numbers = {"AVERAGE_POOL_2D": 1, "CONV_2D": 3, "DEPTHWISE_CONV_2D": 4, "FULLY_CONNECTED": 9, "SOFTMAX": 25}
        return {"version": 3, "description": "TinyInterp keyword model",
                "operator_codes": [{"deprecated_builtin_code": numbers[n], "builtin_code": n, "version": v} for n, v in self.codes],
                "subgraphs": [{"name": "main", "tensors": self.tensors, "inputs": inputs, "outputs": outputs, "operators": self.operators}],
                "buffers": self.buffers}


def write(net, path, schema):
    model = Model()
    frames, channels = 31, net.layers[0].weight.shape[1]
    x = model.tensor("features", [1, frames, 1, channels], -4, 127 / 32)
    first = x
    for i, layer in enumerate(net.layers):
        w = layer.weight.detach().numpy()  # [out, in / groups, taps]
        out, depthwise = w.shape[0], layer.groups > 1
        name = "conv" if i == 0 else "block%d_%s" % ((i + 1) // 2, "depthwise" if depthwise else "pointwise")
        frames = -(-frames // layer.stride)
        filters = w[:, 0, :].T[None, :, None, :] if depthwise else w.transpose(0, 2, 1)[:, :, None, :]
        weights = model.tensor(name + "_weights", filters.shape, data=filters)
        bias = model.tensor(name + "_bias", [out], data=layer.bias.detach().numpy())
        y = model.tensor(name, [1, frames, 1, out], 0, float(layer.range.high))
        options = {"padding": "SAME", "stride_w": layer.stride, "stride_h": layer.stride, "fused_activation_function": "RELU",
                   "dilation_w_factor": 1, "dilation_h_factor": 1}
        if depthwise:
            model.operator("DEPTHWISE_CONV_2D", 1, [x, weights, bias], [y], "DepthwiseConv2DOptions", depth_multiplier=1, **options)
        else:
            model.operator("CONV_2D", 1, [x, weights, bias], [y], "Conv2DOptions", **options)
        x, channels = y, out
    pooled = model.tensor("mean", [1, 1, 1, channels], 0, float(net.layers[-1].range.high))
    model.operator("AVERAGE_POOL_2D", 1, [x], [pooled], "Pool2DOptions", padding="VALID", stride_w=1, stride_h=1,
                   filter_width=1, filter_height=frames, fused_activation_function="NONE")
    w = net.dense.weight.detach().numpy()
    logits = model.tensor("logits", [1, len(w)], float(net.logits.low), float(net.logits.high))
    model.operator("FULLY_CONNECTED", 1, [pooled, model.tensor("dense_weights", w.shape, data=w),
                                          model.tensor("dense_bias", [len(w)], data=net.dense.bias.detach().numpy())],
                   [logits], "FullyConnectedOptions", fused_activation_function="NONE", weights_format="DEFAULT", keep_num_dims=False)
    scores = model.tensor("scores", [1, len(w)])
    model.operator("SOFTMAX", 1, [logits], [scores], "SoftmaxOptions", beta=1.0)

    with tempfile.TemporaryDirectory() as folder:
        text = os.path.join(folder, "model.json")
        with open(text, "w") as f:
            json.dump(model.json([first], [scores]), f)
        subprocess.run(["flatc", "-b", "--strict-json", "-o", folder, schema, text], check=True)
        binary = next(os.path.join(folder, n) for n in os.listdir(folder) if n != "model.json")
        with open(binary, "rb") as source, open(path, "wb") as target:
            target.write(source.read())
