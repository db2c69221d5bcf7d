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
