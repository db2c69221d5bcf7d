// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// TINYINTERP_PATCH_WINDOW. out[r, c] = in[r + dr, c + dc] where row R = origin row · sr + fr + r and column C of the picture exist, and
/// the fill value elsewhere. It stands in the subgraph of a TINYINTERP_PATCHES node, before a layer that pads or that needs fewer cells
/// than its input has.
/// </summary>
/// <remarks>
/// Input 1 is the origin of the patch: row and column. Input 2 is constant: stride, first, size of the picture and shift, for rows and for
/// columns, then the fill value.
/// </remarks>
/// <supports>any type, batch 1; the fill value of float32 is 0</supports>
public sealed class PatchWindow : Kernel
{
    private Tensor _input;
    private Tensor _origin;
    private Tensor _output;
    private PatchRange _rows;
    private PatchRange _columns;
    private int _fill;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _origin = context.Input(1);
        _output = context.Output(0);
        PatchChecks.RequirePictures(context, _input, _output);
        context.RequireType(_origin, TypeSet.Int32);
        context.RequireElementCount(_origin, 2);
        Tensor numbers = PatchChecks.Numbers(context, 2);
        _rows = new PatchRange(context, numbers, 0);
        _columns = new PatchRange(context, numbers, PatchRange.Fields);
        _fill = PatchChecks.Fill(context, numbers, _output);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int[] origin = _origin.Int32;
        int top = _rows.Start(origin[_origin.Offset]);
        int left = _columns.Start(origin[_origin.Offset + 1]);
        int rows = _output.Shape[1];
        int columns = _output.Shape[2];
        int firstRow = _rows.FirstInside(top, _rows.Shift, rows);
        int endRow = _rows.EndInside(top, _rows.Shift, rows, _input.Shape[1]);
        int firstColumn = _columns.FirstInside(left, _columns.Shift, columns);
        int endColumn = _columns.EndInside(left, _columns.Shift, columns, _input.Shape[2]);
        PatchCopy.Copy(_input, _rows.Shift, _columns.Shift, _output, firstRow, endRow, firstColumn, endColumn);
        PatchCopy.FillOutside(_output, firstRow, endRow, firstColumn, endColumn, _fill);
    }
}

/// <content>Registers <see cref="PatchWindow"/>.</content>
public static partial class CustomKernels
{
    /// <summary>Adds TINYINTERP_PATCH_WINDOW.</summary>
    public static OpResolver AddPatchWindow(this OpResolver resolver)
    {
        return resolver.AddCustom("TINYINTERP_PATCH_WINDOW", static () => new PatchWindow());
    }
}
