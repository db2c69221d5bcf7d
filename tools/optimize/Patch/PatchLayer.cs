// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Patch;

/// <summary>What patches must know of a node.</summary>
internal sealed class PatchLayer
{
    /// <summary>The node.</summary>
    internal required OperatorDef Node { get; init; }

    /// <summary>Index of the node.</summary>
    internal int Index { get; init; }

    /// <summary>The operator, with the size of its window if it has one.</summary>
    internal required string Name { get; init; }

    /// <summary>Computed inputs, each once.</summary>
    internal required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>The output.</summary>
    internal int Output => Node.Outputs[0];

    /// <summary>What it reads along rows.</summary>
    internal AxisWindow Rows { get; init; } = AxisWindow.Same;

    /// <summary>What it reads along columns.</summary>
    internal AxisWindow Columns { get; init; } = AxisWindow.Same;

    /// <summary>The stored value that padded cells stand for.</summary>
    internal int Fill { get; init; }

    /// <summary>Whether the node does nothing but pad, so that a window of its input takes its place.</summary>
    internal bool IsPad { get; init; }

    /// <summary>Id of the option that selects the padding; -1 if there is none.</summary>
    internal int PaddingOption { get; init; } = -1;

    /// <summary>Multiply-accumulates for one row and column of the output, all channels.</summary>
    internal long MacsPerCell { get; init; }

    /// <summary>Whether some output cell reads a padded one.</summary>
    internal bool IsPadded => Rows.IsPadded || Columns.IsPadded;
}
