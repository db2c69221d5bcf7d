// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host.Listen;

/// <summary>Shows detections as they happen.</summary>
internal interface IListenView
{
    /// <summary>A frame was heard.</summary>
    void ShowFrame(ISpotter spotter);

    /// <summary>A word was heard.</summary>
    void ShowDetection(string word, Detection detection);
}
