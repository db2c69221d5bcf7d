// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Proves a model sound before anything else reads it: first every byte that can be reached (<see cref="StructureVerifier"/>), then
/// every tensor (<see cref="TensorVerifier"/>), then the graphs (<see cref="GraphVerifier"/>). What passes here is not checked again.
/// </summary>
public static class ModelVerifier
{
    /// <summary>Verifies <paramref name="model"/> and returns a view of it.</summary>
    /// <param name="model">The bytes of a .tflite file; kept by the view, not copied.</param>
    /// <exception cref="ModelException">The first thing found wrong, with its place.</exception>
    public static ModelView Verify(byte[] model)
    {
        if (model == null || model.Length == 0)
        {
            throw Errors.Of(ErrorCode.ModelEmpty, 1, 0);
        }

        FlatBufferReader reader = new FlatBufferReader(model);
        new StructureVerifier(reader).Verify();
        ModelView view = new ModelView(reader);
        new TensorVerifier(view).Verify();
        new GraphVerifier(view).Verify();
        return view;
    }
}
