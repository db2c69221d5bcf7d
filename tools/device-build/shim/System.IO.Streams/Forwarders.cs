// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Runtime.CompilerServices;

[assembly: TypeForwardedTo(typeof(Stream))]
[assembly: TypeForwardedTo(typeof(SeekOrigin))]
