// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp;
using TinyInterp.Schema;

namespace LayerNormSample;

/// <summary>
/// LayerNorm, an operator that TinyInterp does not have: out[r, c] = clamp(zo + round((γ[c] · n + β[c]) / so)) with
/// n = (in[r, c] − mean of row r) / (standard deviation of row r), along the last dimension of an int8 tensor.
/// </summary>
/// <remarks>
/// The input's zero point and scale cancel out of n, so a row needs only integers: with C channels, D = C · in − Σ in and
/// V = C · Σ in² − (Σ in)², n is D / √V. |D| is at most 255 · C and V at most 127.5² · C², so for C up to 4,096 both fit an int and a long.
/// n has 15 fractional bits; it is less than √C ≤ 64, and its product with a factor of 31 bits fits a long. A row of equal values has V = 0 and
/// becomes β. The option "epsilon", 0.001 by default, is added to the variance of the real values.
/// </remarks>
public sealed class LayerNorm : Kernel
{
    private const int MaxChannels = 4096;
    private const float DefaultEpsilon = 0.001f;
    private const int FractionBits = 15;
    private const int RootBits = 6;

    // Fractional bits of the factors; a factor of 1 is 2^20, and up to 2^10 fits an int.
    private const int FactorBits = 20;
    private const double MaxFactor = 1024;

    private const long MaxScaledEpsilon = 1L << 49;

    private Tensor _input;
    private Tensor _output;
    private int _gamma;
    private int _beta;
    private long _epsilon;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireType(_input, TypeSet.Int8);
        context.RequireRank(_input, 1, 4);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        context.RequireQuantized(_input);
        context.RequireQuantized(_output);
        int channels = _input.Shape[_input.Rank - 1];
        if (channels < 1 || channels > MaxChannels)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _input, MaxChannels, channels);
        }

        Tensor gamma = Coefficients(context, 1, channels);
        Tensor beta = Coefficients(context, 2, channels);
        _gamma = context.Persistent(TensorType.Int32, channels);
        _beta = context.Persistent(TensorType.Int64, channels);
        int[] gammas = Memory.Int32;
        long[] betas = Memory.Int64;
        for (int c = 0; c < channels; c++)
        {
            gammas[_gamma + c] = (int)Factor(context, gamma, c);

            // The output's zero point and half a step, for rounding, come with β.
            betas[_beta + c] = (Factor(context, beta, c) << FractionBits)
                + ((long)_output.ZeroPoint << (FactorBits + FractionBits)) + (1L << (FactorBits + FractionBits - 1));
        }

        _epsilon = Epsilon(context, channels);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        sbyte[] input = _input.Int8;
        sbyte[] output = _output.Int8;
        int[] gammas = Memory.Int32;
        long[] betas = Memory.Int64;
        int gamma = _gamma;
        int beta = _beta;
        int channels = _input.Shape[_input.Rank - 1];
        int to = _output.Offset;
        int end = _input.Offset + _input.ElementCount;
        for (int row = _input.Offset; row < end; row += channels)
        {
            int sum = 0;
            int squares = 0;
            for (int i = row; i < row + channels; i++)
            {
                int value = input[i];
                sum += value;
                squares += value * value;
            }

            long variance = (long)channels * squares - (long)sum * sum + _epsilon;
            long root = SquareRoot(variance);
            for (int c = 0; c < channels; c++)
            {
                long n = root == 0 ? 0 : ((long)(channels * input[row + c] - sum) << (FractionBits + RootBits)) / root;
                long stored = (n * gammas[gamma + c] + betas[beta + c]) >> (FactorBits + FractionBits);
                output[to] = (sbyte)(stored < -128 ? -128 : stored > 127 ? 127 : stored);
                to++;
            }
        }
    }

    /// <summary>√x with <see cref="RootBits"/> fractional bits, rounded down; x is at most 2^50.</summary>
    private static long SquareRoot(long x)
    {
        if (x == 0)
        {
            return 0;
        }

        long wide = x << (2 * RootBits);
        long root = 1;
        for (long rest = wide; rest > 3; rest >>= 2)
        {
            root <<= 1;
        }

        // Newton from above comes down to the root and would rise again behind it.
        root <<= 1;
        while (true)
        {
            long next = (root + wide / root) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    private static Tensor Coefficients(PrepareContext context, int index, int channels)
    {
        Tensor tensor = context.ConstantInput(index);
        context.RequireType(tensor, TypeSet.Float32);
        context.RequireElementCount(tensor, channels);
        return tensor;
    }

    /// <summary>ε in the unit of V: squared input steps, times C². More than any V makes no difference.</summary>
    private long Epsilon(PrepareContext context, int channels)
    {
        float epsilon = CustomOptions.Of(context).Single("epsilon", DefaultEpsilon);
        if (!(epsilon >= 0 && epsilon <= 1))
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, null, 1, 0);
        }

        double scaled = epsilon / ((double)_input.Scale * _input.Scale) * channels * channels;
        return scaled < MaxScaledEpsilon ? (long)scaled : MaxScaledEpsilon;
    }

    /// <summary>A coefficient in output steps, as fixed point.</summary>
    private long Factor(PrepareContext context, Tensor coefficients, int channel)
    {
        double factor = (double)coefficients.GetReal(channel) / _output.Scale;
        if (!(factor > -MaxFactor && factor < MaxFactor))
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, coefficients, (long)MaxFactor, channel);
        }

        return (long)(factor * (1 << FactorBits) + (factor < 0 ? -0.5 : 0.5));
    }
}
