// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Golden;

/// <summary>A case as cases.json has it.</summary>
internal sealed class CaseEntry
{
    /// <summary>Name, and folder below the source's root.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>Operator.</summary>
    public string? Op { get; set; }

    /// <summary>Type.</summary>
    public string? Type { get; set; }

    /// <summary>Model file, relative to the case's folder; null where the caller brings the model.</summary>
    public string? Model { get; set; }

    /// <summary>For each input set one file per model input.</summary>
    public string[][] Inputs { get; set; } = [];

    /// <summary>For each input set one file per model output.</summary>
    public string[][] Outputs { get; set; } = [];

    /// <summary>Whether the sets run in order on one interpreter.</summary>
    public bool Stateful { get; set; }
}
