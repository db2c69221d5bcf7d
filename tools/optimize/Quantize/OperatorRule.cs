// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Optimize.Quantize;

/// <summary>Which of a node's tensors must have one scale and zero point because the kernel moves stored values as they are.</summary>
internal enum Sharing
{
    /// <summary>None: the kernel requantises.</summary>
    None,

    /// <summary>All float32 inputs.</summary>
    Inputs,

    /// <summary>All float32 inputs and outputs.</summary>
    All,
}

/// <summary>What an operator's integer kernels take.</summary>
internal sealed record OperatorRule
{
    /// <summary>The lowest operator version that stands for int8; 0 where there is no such kernel.</summary>
    public int Int8Version { get; init; }

    /// <summary>The same for int16.</summary>
    public int Int16Version { get; init; }

    /// <summary>The input that is weights, or -1.</summary>
    public int Weights { get; init; } = -1;

    /// <summary>The dimension of the weights that counts output channels.</summary>
    public int ChannelDimension { get; init; }

    /// <summary>The input that the weights meet.</summary>
    public int Activations { get; init; }

    /// <summary>The input that is the bias, or -1.</summary>
    public int Bias { get; init; } = -1;

    /// <summary>The input that is int8 even where activations are int16, or -1.</summary>
    public int NarrowInput { get; init; } = -1;

    /// <summary>Which tensors share quantisation parameters.</summary>
    public Sharing Sharing { get; init; }

    /// <summary>The parameters that an int8 output must have, or null.</summary>
    public QuantizationParameters? Int8Output { get; init; }

    /// <summary>The parameters that an int16 output must have, or null.</summary>
    public QuantizationParameters? Int16Output { get; init; }

    /// <summary>Whether inputs need zero point 0.</summary>
    public bool HasSymmetricInputs { get; init; }

    /// <summary>Whether outputs need zero point 0.</summary>
    public bool HasSymmetricOutputs { get; init; }

    /// <summary>Whether a pass of its own quantises the node.</summary>
    public bool IsRecurrent { get; init; }

    /// <summary>Whether the operator has a kernel for a number of bits.</summary>
    public bool Supports(int bits)
    {
        return (bits == 16 ? Int16Version : Int8Version) != 0;
    }

    /// <summary>The parameters that outputs must have, or null.</summary>
    public QuantizationParameters? Output(int bits)
    {
        return bits == 16 ? Int16Output : Int8Output;
    }
}
