// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// BROADCAST_ARGS. out[d] is the size that two right-aligned shapes broadcast to. If one size is 1 or missing, it is the other.
/// </summary>
/// <supports>int32 and int64 shapes; sizes that do not fit are an error at run time</supports>
public sealed class BroadcastArgs : DataKernel
{
    private Tensor _left;
    private Tensor _right;
    private Tensor _output;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Locate(context);
        _left = context.Input(0);
        _right = context.Input(1);
        _output = context.Output(0);
        context.RequireSameType(_right, _left);
        context.RequireSameType(_output, _left);
        context.RequireRank(_left, 1, 1);
        context.RequireRank(_right, 1, 1);
        context.RequireRank(_output, 1, 1);
        context.RequireDimension(_output, 0, _left.Shape[0] > _right.Shape[0] ? _left.Shape[0] : _right.Shape[0]);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int count = _output.ElementCount;
        for (int i = 1; i <= count; i++)
        {
            long left = i > _left.ElementCount ? 1 : _left.GetInteger(_left.ElementCount - i);
            long right = i > _right.ElementCount ? 1 : _right.GetInteger(_right.ElementCount - i);
            if (left != right && left != 1 && right != 1)
            {
                throw RunTimeError(ErrorCode.ValueOutOfRange, _right, left, right);
            }

            _output.SetInteger(count - i, left == 1 ? right : left);
        }
    }
}

/// <content>Registers <see cref="BroadcastArgs"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds BROADCAST_ARGS for int32 and int64.</summary>
    public static OpResolver AddBroadcastArgs(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.BroadcastArgs, TypeSet.Int32 | TypeSet.Int64, 2, static () => new BroadcastArgs());
    }
}
