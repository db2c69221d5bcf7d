// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Signal;

namespace TinyInterp.Kernels;

/// <summary>
/// SignalFilterBankSquareRoot. out[c] = floor(round(√in[c]) / 2^bits). bits is the second input; it comes from SignalFftAutoScale, whose
/// scaling this kernel reverses.
/// </summary>
/// <supports>uint64 sums, int32 bits, uint32 roots</supports>
public sealed class SignalFilterBankSquareRoot : Kernel
{
    private Tensor _input;
    private Tensor _bits;
    private Tensor _output;
    private int _subgraph;
    private int _node;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        SignalChecks.RequireCounts(context, 2, 1);
        _input = context.Input(0);
        _bits = context.Input(1);
        _output = context.Output(0);
        SignalChecks.RequireVector(context, _input, TypeSet.UInt64);
        SignalChecks.RequireScalar(context, _bits, TypeSet.Int32);
        SignalChecks.RequireVector(context, _output, TypeSet.UInt32);
        context.RequireSameShape(_output, _input);
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int bits = _bits.Int32[_bits.Offset];
        if (bits < 0 || bits > 31)
        {
            throw new ModelException(ErrorCode.ValueOutOfRange, _subgraph, _node, _bits.Index, 31, bits);
        }

        SquareRoot.Apply(_input.Int64, _input.Offset, _input.ElementCount, bits, _output.Int32, _output.Offset);
    }
}

/// <content>SignalFilterBankSquareRoot.</content>
public static partial class SignalKernels
{
    /// <summary>SignalFilterBankSquareRoot.</summary>
    public static OpResolver AddSignalFilterBankSquareRoot(this OpResolver resolver)
    {
        return resolver.AddCustom("SignalFilterBankSquareRoot", static () => new SignalFilterBankSquareRoot());
    }
}
