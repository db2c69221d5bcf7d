// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// The range to which a fused activation clamps an operator's output: stored values for quantised outputs, real values for float.
/// </summary>
public static class ActivationRange
{
    /// <summary>No activation.</summary>
    public const int None = 0;

    /// <summary>max(x, 0).</summary>
    public const int Relu = 1;

    /// <summary>x clamped to [-1, 1].</summary>
    public const int ReluN1To1 = 2;

    /// <summary>x clamped to [0, 6].</summary>
    public const int Relu6 = 3;

    /// <summary>
    /// The lowest and highest stored value of a quantised output: zero point + round(limit / scale), within the range of the type.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OptionUnsupported"/>: the activation cannot be fused.</exception>
    public static void Quantized(PrepareContext context, int activation, Tensor output, out int min, out int max)
    {
        min = (int)TensorTypes.MinZeroPoint(output.Type);
        max = (int)TensorTypes.MaxZeroPoint(output.Type);
        switch (activation)
        {
            case None:
                break;
            case Relu:
                min = Max(min, Stored(output, 0f));
                break;
            case ReluN1To1:
                min = Max(min, Stored(output, -1f));
                max = Min(max, Stored(output, 1f));
                break;
            case Relu6:
                min = Max(min, Stored(output, 0f));
                max = Min(max, Stored(output, 6f));
                break;
            default:
                throw context.Error(ErrorCode.OptionUnsupported, output, Relu6, activation);
        }
    }

    /// <summary>The lowest and highest value of a float output.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.OptionUnsupported"/>: the activation cannot be fused.</exception>
    public static void Real(PrepareContext context, int activation, Tensor output, out float min, out float max)
    {
        min = activation == None ? float.MinValue : activation == ReluN1To1 ? -1f : 0f;
        max = activation == ReluN1To1 ? 1f : activation == Relu6 ? 6f : float.MaxValue;
        if (activation < None || activation > Relu6)
        {
            throw context.Error(ErrorCode.OptionUnsupported, output, Relu6, activation);
        }
    }

    private static int Stored(Tensor output, float limit)
    {
        // The quotient is rounded to single precision, as in the reference.
        float quotient = limit / output.Scale;
        long stored = (long)output.ZeroPoint + QuantizedMultiplier.Round(quotient);
        return stored > int.MaxValue ? int.MaxValue : (int)stored;
    }

    private static int Max(int a, int b)
    {
        return a > b ? a : b;
    }

    private static int Min(int a, int b)
    {
        return a < b ? a : b;
    }
}
