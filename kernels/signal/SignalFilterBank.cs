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
    private Tensor _weights;
    private Tensor _unweights;
    private Tensor _output;
    private int[] _bands;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 6, 1);
        _input = context.Input(0);
        _weights = context.Input(1);
        _unweights = context.Input(2);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt32);
        SignalChecks.RequireVector(context, _weights, TypeSet.Int16);
        SignalChecks.RequireVector(context, _unweights, TypeSet.Int16);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt64);
        int channels = CustomOptions.InRange(context, CustomOptions.Of(context), "num_channels", 1, 32767);
        context.RequireElementCount(_output, channels);
        _bands = context.NewInt32(3 * (channels + 1));
        int weights = _weights.ElementCount < _unweights.ElementCount ? _weights.ElementCount : _unweights.ElementCount;
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
                _bands[3 * band + part] = number;
                if (part == 2)
                {
                    RequireInside(context, numbers, _bands[3 * band], _bands[3 * band + 1], number, weights);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        FilterBank.Apply(
            _input.Int32, _input.Offset, _weights.Int16, _weights.Offset, _unweights.Int16, _unweights.Offset, _bands,
            _output.ElementCount, _output.Int64, _output.Offset);
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
