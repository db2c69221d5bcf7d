// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// RESHAPE. out[i] = in[i] in row-major order. The new shape is that of the output tensor. The list of sizes, an input or an option, is
/// not read, because converters leave sizes in it from before the batch size was fixed.
/// </summary>
/// <supports>any type; the element counts must agree</supports>
public sealed class Reshape : WholeCopy
{
    /// <inheritdoc/>
    protected override void CheckShape(PrepareContext context, Tensor input, Tensor output)
    {
        context.RequireInputs(1, 2);
    }
}

/// <content>Registers <see cref="Reshape"/>.</content>
public static partial class DataKernels
{
    /// <summary>Adds RESHAPE for every type.</summary>
    public static OpResolver AddReshape(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Reshape, TypeSet.Any, 2, static () => new Reshape());
    }
}
