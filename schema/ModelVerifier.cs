// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Verifies a model before anything else reads it: first the file's structure (<see cref="StructureVerifier"/>), then every tensor
/// (<see cref="TensorVerifier"/>), then the graphs (<see cref="GraphVerifier"/>). What is verified here is not checked again.
/// </summary>
public static class ModelVerifier
{
    /// <summary>Verifies <paramref name="model"/> and returns a view of it.</summary>
    /// <param name="model">The bytes of a .tflite file; the view references them and does not copy them.</param>
    /// <exception cref="ModelException">The first error found, with its place.</exception>
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
