// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of HARD_SWISH and GELU: f(x) = x · g(x) with a gate g from 0 to 1 and g(−x) = 1 − g(x). int16: g is sampled at 513 points of [0,
/// 6] in units of 2^-22, with linear interpolation; beyond 6 it is 1. The product of a centred value (17 bits), the gate (22 bits) and a
/// factor (24 bits) fits 63 bits.
/// </summary>
/// <remarks>int16: about 100 units an element.</remarks>
public abstract class GatedKernel : UnaryKernel
{
    private const int Samples = 512;
    private const double Reach = 6;
    private int _gate;
    private long _position;
    private long _multiplier;
    private int _shift;

    /// <inheritdoc/>
    protected override TypeSet Types => TypeSet.Int8 | TypeSet.Int16;

    /// <inheritdoc/>
    protected override void PrepareFunction(PrepareContext context)
    {
        if (Input.Type == TensorType.Int8)
        {
            return;
        }

        _gate = context.Persistent(TensorType.Int32, Samples + 1);
        for (int i = 0; i <= Samples; i++)
        {
            Memory.Int32[_gate + i] = QuantizedMultiplier.Round(Gate(Reach * i / Samples) * (1 << 22));
        }

        // Number of samples per step of the input, in units of 2^-32. With 2^14 and more, any step leads beyond the last sample.
        double step = Input.Scale * (Samples / Reach);
        _position = (long)((step > 16383 ? 16383 : step) * 4294967296.0);
        int shift;
        _multiplier = QuantizedMultiplier.FromReal((double)Input.Scale / Output.Scale, out shift) >> 7;
        _shift = 24 + 22 - shift;
        if (_shift < 1)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, Output, 1, _shift);
        }

        _shift = _shift > 62 ? 62 : _shift;
    }

    /// <summary>The gate for x ≥ 0.</summary>
    protected abstract double Gate(double x);

    /// <inheritdoc/>
    protected override int Stored(int value)
    {
        double x = (double)Input.Scale * (value - Input.ZeroPoint);
        x *= x < 0 ? 1 - Gate(-x) : Gate(x);
        long stored = (long)QuantizedMultiplier.Round(x / Output.Scale) + Output.ZeroPoint;
        return stored > short.MaxValue ? short.MaxValue : stored < short.MinValue ? short.MinValue : (int)stored;
    }

    /// <inheritdoc/>
    protected override void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int at = Input.Offset;
        int to = Output.Offset;
        int[] memory = Memory.Int32;
        int gates = _gate;
        long step = _position;
        long multiplier = _multiplier;
        int shift = _shift;
        long half = 1L << (shift - 1);
        int inputZeroPoint = Input.ZeroPoint;
        int outputZeroPoint = Output.ZeroPoint;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            int value = input[at] - inputZeroPoint;
            long position = (value < 0 ? -value : value) * step;
            int sample = (int)(position >> 32);
            int gate = 0x400000;
            if (sample < Samples && position < 0x20000000000L)
            {
                int low = memory[gates + sample];
                gate = low + (int)(((memory[gates + sample + 1] - low) * ((position >> 16) & 0xFFFF)) >> 16);
            }

            gate = value < 0 ? 0x400000 - gate : gate;
            long result = (((long)value * gate * multiplier + half) >> shift) + outputZeroPoint;
            output[to] = (short)(result < -32768 ? -32768 : result > 32767 ? 32767 : result);
        }
    }
}
