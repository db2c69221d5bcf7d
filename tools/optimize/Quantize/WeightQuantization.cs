// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Symmetric scales for weights, one for each channel or one for all, and the weights stored with them.</summary>
internal sealed class WeightQuantization
{
    private readonly float[] _weights;
    private readonly Channels _channels;
    private readonly int _dimension;
    private readonly int _limit;
    private readonly bool _isPowerOfTwo;

    /// <summary>Chooses scales.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="dimension">The dimension that counts channels, or -1 for one scale.</param>
    /// <param name="bits">8, 4 or 16.</param>
    /// <param name="told">Ranges that the model has for them, or null.</param>
    /// <param name="isPowerOfTwo">Whether scales are powers of two.</param>
    internal WeightQuantization(float[] weights, int[] shape, int dimension, int bits, QuantizationDef? told, bool isPowerOfTwo = false)
    {
        _isPowerOfTwo = isPowerOfTwo;
        _weights = weights;
        _dimension = dimension;
        _channels = dimension < 0 ? new Channels([1, weights.Length], 0) : new Channels(shape, dimension);
        _limit = (1 << (bits - 1)) - 1;
        Scales = new float[_channels.Count];
        float[] greatest = new float[Scales.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int c = _channels.Of(i);
            greatest[c] = Math.Max(greatest[c], Math.Abs(weights[i]));
        }

        float overall = Math.Max(greatest.DefaultIfEmpty().Max(), 1e-20f);
        for (int c = 0; c < Scales.Length; c++)
        {
            double reach = Told(told, c) ?? Math.Max(greatest[c], overall * 1e-6f);
            Scales[c] = (float)(reach / _limit);
            if (bits == 4 && Told(told, c) == null)
            {
                Scales[c] = LeastError(c, Scales[c]);
            }

            Scales[c] = isPowerOfTwo ? QuantizationParameters.PowerOfTwo(Scales[c]) : Scales[c];
        }
    }

    /// <summary>One for each channel, or one.</summary>
    internal float[] Scales { get; }

    /// <summary>The scale of a channel.</summary>
    internal float Scale(int channel)
    {
        return Scales[Scales.Length == 1 ? 0 : channel];
    }

    /// <summary>Makes a channel's steps at least so large.</summary>
    internal void Widen(int channel, float scale)
    {
        channel = Scales.Length == 1 ? 0 : channel;
        Scales[channel] = scale <= Scales[channel] ? Scales[channel] : _isPowerOfTwo ? QuantizationParameters.PowerOfTwo(scale) : scale;
    }

    /// <summary>The stored weights.</summary>
    internal int[] Stored()
    {
        int[] stored = new int[_weights.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            stored[i] = Stored(_weights[i], Scales[_channels.Of(i)]);
        }

        return stored;
    }

    /// <summary>What a model file says of the scales.</summary>
    internal QuantizationDef Definition()
    {
        return _dimension < 0
            ? QuantizationDef.PerTensor(Scales[0], 0)
            : QuantizationDef.PerChannel(Scales, _dimension);
    }

    private static double? Told(QuantizationDef? told, int channel)
    {
        if (told?.Min is not { Length: > 0 } min || told.Max is not { Length: > 0 } max || min.Length != max.Length)
        {
            return null;
        }

        int at = min.Length == 1 ? 0 : channel;
        double reach = at < min.Length ? Math.Max(Math.Abs(min[at]), Math.Abs(max[at])) : 0;
        return reach > 0 ? reach : null;
    }

    private int Stored(float weight, float scale)
    {
        return (int)Math.Clamp(Math.Round(weight / (double)scale, MidpointRounding.AwayFromZero), -_limit, _limit);
    }

    // With few levels it pays to clip the largest weights for the sake of the others.
    private float LeastError(int channel, float widest)
    {
        float best = widest;
        double least = double.MaxValue;
        for (int k = 0; k <= 40; k++)
        {
            float scale = widest * (1 - k / 80f);
            double error = 0;
            for (int i = 0; i < _weights.Length; i++)
            {
                if (_channels.Of(i) == channel)
                {
                    double difference = _weights[i] - (double)scale * Stored(_weights[i], scale);
                    error += difference * difference;
                }
            }

            if (error < least)
            {
                least = error;
                best = scale;
            }
        }

        return best;
    }
}
