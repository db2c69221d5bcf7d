// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Tests.Schema;

namespace TinyInterp.Tests.Kernels;

/// <summary>Options of custom operators, as tests write them.</summary>
internal static class CustomOptionsBytes
{
    /// <summary>A map of ints, booleans and floats, keys in any order.</summary>
    public static byte[] Of(params (string Key, object Value)[] entries)
    {
        return FlexBufferReaderTests.Map(
            4,
            entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value switch
            {
                float real => (entry.Key, 3, BitConverter.GetBytes(real)),
                bool truth => (entry.Key, 26, FlexBufferReaderTests.Number(truth ? 1 : 0, 4)),
                _ => (entry.Key, 1, FlexBufferReaderTests.Number((int)entry.Value, 4)),
            }).ToArray());
    }
}
