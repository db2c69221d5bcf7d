// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// REVERSE_SEQUENCE. out[b, i] = in[b, n_b − 1 − i] for i &lt; n_b, else in[b, i]. i runs along one dimension, and the lengths n_b are
/// given for each index of another.
/// </summary>
/// <supports>any type; int32 or int64 lengths, checked at run time</supports>
public sealed class ReverseSequence : DataKernel
{
    private Tensor _input;
    private Tensor _lengths;
    private Tensor _output;
    private StridedCopy _copy;
    private int _sequence;
    private int _batch;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _input = context.Input(0);
        _output = context.Output(0);
        context.RequireSameType(_output, _input);
        context.RequireSameShape(_output, _input);
        OptionsView options = context.Options(BuiltinOptionsType.ReverseSequence);
        _sequence = Axis(context, ErrorCode.OptionInvalid, _input, options.Int32(ReverseSequenceOptions.SeqDim), _input.Rank);
        _batch = Axis(context, ErrorCode.OptionInvalid, _input, options.Int32(ReverseSequenceOptions.BatchDim), _input.Rank);
        if (_batch == _sequence)
        {
            throw context.Error(ErrorCode.OptionInvalid, _input, _sequence, _batch);
        }

        _lengths = IntegerList(context, 1, _input.Shape[_batch]);
        context.RequireRank(_lengths, 1, 1);
        _copy = new StridedCopy(context, _input.Rank);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int limit = _input.Shape[_sequence];
        int step = Step(_input, _sequence);
        for (int b = 0; b < _lengths.ElementCount; b++)
        {
            int length = _lengths.GetInt32(b);
            if (length < 0 || length > limit)
            {
                throw RunTimeError(ErrorCode.ValueOutOfRange, _lengths, limit, length);
            }

            int start = b * Step(_input, _batch);
            CopyPart(start + (length - 1) * step, start, length, -step, step);
            CopyPart(start + length * step, start + length * step, limit - length, step, step);
        }
    }

    private void CopyPart(int from, int to, int count, int sourceStep, int targetStep)
    {
        _copy.Begin(from, to);
        for (int d = 0; d < _input.Rank; d++)
        {
            if (d == _sequence)
            {
                _copy.Add(count, sourceStep, targetStep);
            }
            else if (d != _batch)
            {
                _copy.Add(_input.Shape[d], Step(_input, d), Step(_input, d));
            }
        }

        _copy.End();
        _copy.Run(_input, _output);
    }
}

/// <content>Registers <see cref="ReverseSequence"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds REVERSE_SEQUENCE for every type.</summary>
    public static OpResolver AddReverseSequence(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.ReverseSequence, TypeSet.Any, 2, static () => new ReverseSequence());
    }
}
