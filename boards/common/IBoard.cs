// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>What an application needs of the machine it runs on. Each board implements it in a few lines.</summary>
public interface IBoard
{
    /// <summary>Name of the board, for the first line of output.</summary>
    string Name { get; }

    /// <summary>Milliseconds since some moment in the past.</summary>
    long Milliseconds { get; }

    /// <summary>Free bytes of the managed heap after a full collection.</summary>
    long FreeHeap { get; }

    /// <summary>Shows one line of text.</summary>
    void WriteLine(string line);
}
