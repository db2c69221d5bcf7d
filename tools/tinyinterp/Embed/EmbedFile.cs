// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Tool.Embed;

/// <summary>A file that a command writes.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record EmbedFile(string Name, byte[] Content);
