// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// TINYINTERP_PATCH_WINDOW. out[r, c] = in[r + dr, c + dc] where row top + r and column left + c of the picture exist, and the fill value
/// elsewhere; top, left, dr and dc are those of the patch. It stands in the subgraph of a TINYINTERP_PATCHES node, before a layer that
/// pads or that needs fewer cells than its input has.
/// </summary>
/// <remarks>
/// Input 1 is the index of the patch along rows and along columns (int32). Input 2 is the constant that <see cref="PatchPlaces"/> reads.
/// </remarks>
/// <supports>any type, batch 1; the fill value of float32 is 0</supports>
public sealed class PatchWindow : Kernel
{
    private Tensor _input;
    private Tensor _index;
    private Tensor _output;
    private PatchPlaces _places;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(1);
        _input = context.Input(0);
        _index = context.Input(1);
        _output = context.Output(0);
        PatchChecks.RequirePictures(context, _input, _output);
        context.RequireType(_index, TypeSet.Int32);
        context.RequireElementCount(_index, 2);
        _places = new PatchPlaces(context, 2, _output);
        context.AllowOverlap(0, 0, OverlapDistance());
    }

    /// <summary>
    /// How far the output must begin below the input: rows are copied from the first to the last, and cells outside are filled after that,
    /// so row r of the output may end where the row of the input begins that is read after it.
    /// </summary>
    private long OverlapDistance()
    {
        long from = (long)_input.Shape[2] * _input.Shape[3];
        long to = (long)_output.Shape[2] * _output.Shape[3];
        int shift = _places.LeastRowShift();
        int rows = _output.Shape[1];
        long distance = 0;
        for (int r = 0; r < rows; r++)
        {
            int next = r + 1 + shift > 0 ? r + 1 + shift : 0;
            long needed = (r + 1) * to - next * from;
            distance = next < _input.Shape[1] && needed > distance ? needed : distance;
        }

        return distance;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        int row = _index.Int32[_index.Offset];
        int column = _index.Int32[_index.Offset + 1];
        PatchCopy.Window(
            _input, _places.RowShift(row), _places.ColumnShift(column), _output, _places.Row(row), _places.Column(column), _places);
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
