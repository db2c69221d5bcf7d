// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TINYINTERP_PATCHES. Computes the output patch by patch: for each origin (i · h, j · w) inside the output, copies the rows and columns of
/// the input that the patch needs to a subgraph, runs it, and copies the h x w result to its place. Only one patch of the layers in between
/// exists at a time. `tinyinterp patch` writes such nodes.
/// </summary>
/// <remarks>
/// The subgraph, named by an options table of CALL_ONCE, has the inputs patch and origin (int32, row and column) and one output, whose size
/// is that of a patch. Input 1 is constant: stride, first, size of the picture and shift (unused), for rows and for columns of the input,
/// then the value of cells outside the picture.
/// </remarks>
/// <supports>any types, batch 1; the fill value of float32 is 0</supports>
public sealed class Patches : Kernel
{
    private Tensor _input;
    private Tensor _output;
    private Subgraph _subgraph;
    private Tensor _patch;
    private Tensor _origin;
    private Tensor _result;
    private PatchRange _rows;
    private PatchRange _columns;
    private int _fill;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _output = context.Output(0);
        Tensor numbers = PatchChecks.Numbers(context, 1);
        _rows = new PatchRange(context, numbers, 0);
        _columns = new PatchRange(context, numbers, PatchRange.Fields);
        _subgraph = context.CalledSubgraph(context.Options(BuiltinOptionsType.CallOnce).Int32(CallOnceOptions.InitSubgraphIndex));
        RequireCount(context, _subgraph.InputCount, 2);
        RequireCount(context, _subgraph.OutputCount, 1);
        _patch = _subgraph.Input(0);
        _origin = _subgraph.Input(1);
        _result = _subgraph.Output(0);
        PatchChecks.RequirePictures(context, _input, _patch);
        PatchChecks.RequirePictures(context, _result, _output);
        if (_origin.Type != TensorType.Int32 || _origin.ElementCount != 2 || _origin.IsConstant || _patch.IsConstant || _result.IsConstant)
        {
            throw context.Error(ErrorCode.SubgraphMismatch, null, 2, _origin.ElementCount);
        }

        _fill = PatchChecks.Fill(context, numbers, _patch);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int height = _output.Shape[1];
        int width = _output.Shape[2];
        int rows = _result.Shape[1];
        int columns = _result.Shape[2];
        int[] origin = _origin.Int32;
        for (int row = 0; row < height; row += rows)
        {
            for (int column = 0; column < width; column += columns)
            {
                // Tensors in the subgraph may have the memory of its inputs, so both are written for each patch.
                origin[_origin.Offset] = row;
                origin[_origin.Offset + 1] = column;
                Load(_rows.Start(row), _columns.Start(column));
                _subgraph.Invoke();
                int endRow = row + rows < height ? row + rows : height;
                int endColumn = column + columns < width ? column + columns : width;
                PatchCopy.Copy(_result, -row, -column, _output, row, endRow, column, endColumn);
            }
        }
    }

    /// <summary>Copies the patch that starts at a row and column of the input, which may lie outside.</summary>
    private void Load(int top, int left)
    {
        int firstRow = _rows.FirstInside(top, top, _patch.Shape[1]);
        int endRow = _rows.EndInside(top, top, _patch.Shape[1], _input.Shape[1]);
        int firstColumn = _columns.FirstInside(left, left, _patch.Shape[2]);
        int endColumn = _columns.EndInside(left, left, _patch.Shape[2], _input.Shape[2]);
        PatchCopy.Copy(_input, top, left, _patch, firstRow, endRow, firstColumn, endColumn);
        PatchCopy.FillOutside(_patch, firstRow, endRow, firstColumn, endColumn, _fill);
    }

    private static void RequireCount(PrepareContext context, int found, int expected)
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
