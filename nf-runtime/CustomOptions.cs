// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// The options of a custom operator: a FlexBuffers map from names to numbers, booleans and vectors. A kernel reads it in
/// <see cref="Kernel.Prepare"/>.
/// </summary>
/// <example>
/// <code>
/// FlexBufferReader options = CustomOptions.Of(context);
/// _shift = CustomOptions.InRange(context, options, "shift", 0, 31);
/// </code>
/// </example>
public static class CustomOptions
{
    /// <summary>A reader of the node's options. If the node has none, it finds no key.</summary>
    public static FlexBufferReader Of(PrepareContext context)
    {
        OperatorView node = context.Operator;
        int length = node.CustomOptionsLength;
        return new FlexBufferReader(node.Reader.Data, length == 0 ? 0 : node.CustomOptionsPosition, length);
    }

    /// <summary>A required integer option, from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.CustomOptionsInvalid"/>: it is missing, not an integer, or out of
    /// range.</exception>
    public static int InRange(PrepareContext context, FlexBufferReader options, string key, int min, int max)
    {
        int value = options.Int32(key);
        if (value < min || value > max)
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, null, value < min ? min : max, value);
        }

        return value;
    }
}
