// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFilterBank. out[c] = Σ_j weight[j]·in[j] over band c + 1 + Σ_j unweight[j]·in[j] over band c. Sums are uint64, which holds 2^16
/// products of int16 and uint32 values.
/// </summary>
/// <supports>uint32 energies, int16 weights, uint64 sums; bands must be constants; option num_channels</supports>
public sealed class SignalFilterBank : Kernel
{
    private Tensor _input;
    private ShortWeights _weights;
    private ShortWeights _unweights;
    private Tensor _output;
    private int _bands;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 6, 1);
        _input = context.Input(0);
        _weights = new ShortWeights(context, 1);
        _unweights = new ShortWeights(context, 2);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt64);
        int channels = CustomOptions.InRange(context, CustomOptions.Of(context), "num_channels", 1, 32767);
        context.RequireElementCount(_output, channels);
        _bands = context.Persistent(TensorType.Int16, 3 * (channels + 1));
        short[] bands = Memory.Int16;
        int weights = _weights.Count < _unweights.Count ? _weights.Count : _unweights.Count;
        for (int part = 0; part < 3; part++)
        {
            Tensor numbers = context.ConstantInput(3 + part);
            SignalChecks.RequireVector(context, numbers, TypeSet.Int16);
            if (numbers.ElementCount <= channels)
            {
                throw context.Error(ErrorCode.ShapeMismatch, numbers, channels + 1, numbers.ElementCount);
            }

            for (int band = 0; band <= channels; band++)
            {
                int number = numbers.GetInt32(band);
                int at = _bands + 3 * band;
                bands[at + part] = (short)number;
                if (part == 2)
                {
                    RequireInside(context, numbers, bands[at], bands[at + 1], number, weights);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _weights.PackWeights(spare);
        _unweights.PackWeights(spare);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        short[] weights = _weights.Data;
        short[] unweights = _unweights.Data;
        if (weights != null && unweights != null)
        {
            FilterBank.Apply(
                _input.Int32, _input.Offset, weights, _weights.Offset, unweights, _unweights.Offset, Memory.Int16, _bands,
                _output.ElementCount, _output.Int64, _output.Offset);
        }
        else
        {
            EvalInPlace(weights, unweights);
        }
    }

    /// <summary>The same with weights that are read one by one from the model's bytes.</summary>
    private void EvalInPlace(short[] weights, short[] unweights)
    {
        short[] bands = Memory.Int16;
        int[] energy = _input.Int32;
        long[] output = _output.Int64;
        int to = _output.Offset;
        long passed = 0;
        for (int band = 0; band <= _output.ElementCount; band++)
        {
            int entry = _bands + 3 * band;
            int at = _input.Offset + bands[entry];
            int w = bands[entry + 1];
            long sum = passed;
            passed = 0;
            for (int end = at + bands[entry + 2]; at < end; at++, w++)
            {
                long value = energy[at] & 0xFFFFFFFFL;
                sum += _weights.Read(weights, w) * value;
                passed += _unweights.Read(unweights, w) * value;
            }

            if (band != 0)
            {
                output[to++] = sum;
            }
        }
    }

    /// <summary>Requires that a band lies inside the energies and the weights. An empty band may lie anywhere.</summary>
    private void RequireInside(PrepareContext context, Tensor widths, int first, int weight, int width, int weights)
    {
        int limit = _input.ElementCount;
        if (width < 0
            || (width > 0 && (first < 0 || weight < 0 || first + width > limit || weight + width > weights)))
        {
            throw context.Error(ErrorCode.ConstantInvalid, widths, limit, width);
        }
    }
}

/// <content>SignalFilterBank.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFilterBank.</summary>
    public static OpResolver AddSignalFilterBank(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalFilterBank", static () => new SignalFilterBank());
    }
}
