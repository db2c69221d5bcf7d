// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>Which form of the cell the operator LSTM has.</summary>
public enum LstmKernelType : sbyte
{
    /// <summary>Separate weights per gate; peepholes and projection possible.</summary>
    Full = 0,

    /// <summary>One weight matrix for all gates.</summary>
    Basic = 1
}
