// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>ADD.</summary>
    public static OptionsTable Add(Activation activation = Activation.None, bool potScaleInt16 = true)
    {
        return new OptionsTable(BuiltinOptionsType.Add).Activation(0, activation).Bool(1, potScaleInt16, unless: true);
    }

    /// <summary>SUB.</summary>
    public static OptionsTable Sub(Activation activation = Activation.None, bool potScaleInt16 = true)
    {
        return new OptionsTable(BuiltinOptionsType.Sub).Activation(0, activation).Bool(1, potScaleInt16, unless: true);
    }

    /// <summary>MUL.</summary>
    public static OptionsTable Mul(Activation activation = Activation.None)
    {
        return new OptionsTable(BuiltinOptionsType.Mul).Activation(0, activation);
    }

    /// <summary>DIV.</summary>
    public static OptionsTable Div(Activation activation = Activation.None)
    {
        return new OptionsTable(BuiltinOptionsType.Div).Activation(0, activation);
    }

    /// <summary>LEAKY_RELU: alpha * x where x is negative.</summary>
    public static OptionsTable LeakyRelu(float alpha)
    {
        return new OptionsTable(BuiltinOptionsType.LeakyRelu).Single(0, alpha);
    }

    /// <summary>GELU.</summary>
    public static OptionsTable Gelu(bool approximate = false)
    {
        return new OptionsTable(BuiltinOptionsType.Gelu).Bool(0, approximate);
    }

    /// <summary>SOFTMAX.</summary>
    public static OptionsTable Softmax(float beta = 1f)
    {
        return new OptionsTable(BuiltinOptionsType.Softmax).Single(0, beta);
    }

    /// <summary>L2_NORMALIZATION.</summary>
    public static OptionsTable L2Norm(Activation activation = Activation.None)
    {
        return new OptionsTable(BuiltinOptionsType.L2Norm).Activation(0, activation);
    }

    /// <summary>LOCAL_RESPONSE_NORMALIZATION.</summary>
    public static OptionsTable LocalResponseNormalization(int radius, float bias, float alpha, float beta)
    {
        return new OptionsTable(BuiltinOptionsType.LocalResponseNormalization)
            .Int32(0, radius)
            .Single(1, bias)
            .Single(2, alpha)
            .Single(3, beta);
    }

    /// <summary>CAST.</summary>
    public static OptionsTable Cast(TensorType from, TensorType to)
    {
        return new OptionsTable(BuiltinOptionsType.Cast).Type(0, from).Type(1, to);
    }

    /// <summary>FAKE_QUANT.</summary>
    public static OptionsTable FakeQuant(float min, float max, int bitCount, bool narrowRange = false)
    {
        return new OptionsTable(BuiltinOptionsType.FakeQuant)
            .Single(0, min)
            .Single(1, max)
            .Int32(2, bitCount)
            .Bool(3, narrowRange);
    }
}
