// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

// The version the device's class library has. .NET's own mscorlib is newer, so device builds also bind to that.
[assembly: AssemblyVersion("1.17.11.0")]
