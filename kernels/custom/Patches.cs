// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TINYINTERP_PATCHES. Computes the output in patches of h x w: for each, copies the rows and columns of the input that it needs to a
/// subgraph, runs it, and copies the result to its place. Only one patch of the layers in between exists at a time. The last patches
/// begin early enough to end with the output. "tinyinterp patch" writes such nodes.
/// </summary>
/// <remarks>
/// The subgraph, named by an options table of CALL_ONCE, has as inputs the patch and its index along rows and along columns (int32), and
/// one output of h x w. Input 1 of the node is the constant that <see cref="PatchPlaces"/> reads; its shifts are not used.
/// </remarks>
/// <supports>any types, batch 1; the fill value of float32 is 0</supports>
public sealed class Patches : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Subgraph _subgraph;
    private Tensor _patch;
    private Tensor _index;
    private Tensor _result;
    private PatchPlaces _places;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        _subgraph = context.CalledSubgraph(context.Options(BuiltinOptionsType.CallOnce).Int32(CallOnceOptions.InitSubgraphIndex));
        RequireEqual(context, _subgraph.InputCount, 2);
        RequireEqual(context, _subgraph.OutputCount, 1);
        _patch = _subgraph.Input(0);
        _index = _subgraph.Input(1);
        _result = _subgraph.Output(0);
        PatchChecks.RequirePictures(context, _input, _patch);
        PatchChecks.RequirePictures(context, _result, _output);
        RequireEqual(context, (int)_index.Type, (int)TensorType.Int32);
        RequireEqual(context, _index.ElementCount, 2);
        if (_patch.IsConstant || _index.IsConstant || _result.IsConstant
            || _result.Shape[1] > _output.Shape[1] || _result.Shape[2] > _output.Shape[2])
        {
            throw context.Error(ErrorCode.SubgraphMismatch, _output, _output.ElementCount, _result.ElementCount);
        }

        _places = new PatchPlaces(context, 1, _patch);
        _places.RequireCounts(context, Count(1), Count(2));
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int rows = _result.Shape[1];
        int columns = _result.Shape[2];
        int lastRow = _output.Shape[1] - rows;
        int lastColumn = _output.Shape[2] - columns;
        int patchRows = Count(1);
        int patchColumns = Count(2);
        int[] index = _index.Int32;
        for (int i = 0; i < patchRows; i++)
        {
            int row = i * rows < lastRow ? i * rows : lastRow;
            for (int j = 0; j < patchColumns; j++)
            {
                // Other tensors of the subgraph may have the memory of its inputs, so both are written for each patch.
                int column = j * columns < lastColumn ? j * columns : lastColumn;
                int top = _places.Row(i);
                int left = _places.Column(j);
                index[_index.Offset] = i;
                index[_index.Offset + 1] = j;
                PatchCopy.Window(_input, top, left, _patch, top, left, _places);
                _subgraph.Invoke();
                PatchCopy.Copy(_result, -row, -column, _output, row, row + rows, column, column + columns);
            }
        }
    }

    /// <summary>Number of patches along a dimension.</summary>
    private int Count(int dimension)
    {
        int size = _result.Shape[dimension];
        return (_output.Shape[dimension] - 1) / size + 1;
    }

    private static void RequireEqual(PrepareContext context, int found, int expected)
    {
        if (found != expected)
        {
            throw context.Error(ErrorCode.SubgraphMismatch, null, expected, found);
        }
    }
}

/// <content>Registers <see cref="Patches"/>.</content>
public static partial class CustomKernels
{
    /// <summary>Adds TINYINTERP_PATCHES.</summary>
    public static OpResolver AddPatches(this OpResolver resolver)
    {
        return resolver.AddCustom("TINYINTERP_PATCHES", static () => new Patches());
    }
}
