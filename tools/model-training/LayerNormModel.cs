// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining;

/// <summary>The model of samples/custom-operator: one node with an operator that TinyInterp does not have.</summary>
public static class LayerNormModel
{
    /// <summary>Two rows of six channels from 0 to 12.75; γ is 1 and β is 0.</summary>
    public static byte[] Build()
    {
        const int Channels = 6;
        ModelBuilder model = new();
        int input = model.Input("input", TensorType.Int8, [2, Channels], 0.05f, -128);
        int gamma = model.Constant("gamma", [Channels], Enumerable.Repeat(1f, Channels).ToArray());
        int beta = model.Constant("beta", [Channels], new float[Channels]);
        int output = model.Tensor("output", TensorType.Int8, [2, Channels], 1 / 32f, 0);
        model.CustomOperator("LayerNorm", null, [input, gamma, beta], [output]);
        model.Output(output);
        return model.Build();
    }
}
