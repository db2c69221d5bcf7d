// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool;

/// <summary>What the exit codes of all commands mean; docs/tinyinterp.md tells users.</summary>
public static class ExitCodes
{
    /// <summary>Done, and all is well.</summary>
    public const int Success = 0;

    /// <summary>Done, but the answer is no: a case failed, or the model refused its run-time data.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments, files that cannot be read, or no valid model.</summary>
    public const int BadInput = 2;

    /// <summary>A valid model with something in it that is not supported.</summary>
    public const int Unsupported = 3;

    /// <summary>A defect of this program.</summary>
    public const int Internal = 70;

    /// <summary>The exit code for a model's error.</summary>
    public static int Of(ErrorCode code)
    {
        // Sparsity is sound, but nothing here unpacks it; other errors below 300 mean a damaged file or graph.
        int number = (int)code;
        return code == ErrorCode.SparsityUnsupported ? Unsupported : number < 300 ? BadInput : number < 500 ? Unsupported : Failed;
    }
}
