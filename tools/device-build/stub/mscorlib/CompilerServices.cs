// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System.Runtime.CompilerServices;

public sealed class ExtensionAttribute : Attribute
{
}

public sealed class IndexerNameAttribute : Attribute
{
    public IndexerNameAttribute(string indexerName)
    {
    }
}

public sealed class InternalsVisibleToAttribute : Attribute
{
    public InternalsVisibleToAttribute(string assemblyName)
    {
    }
}

public sealed class MethodImplAttribute : Attribute
{
    public MethodImplAttribute(MethodImplOptions options)
    {
    }
}

public enum MethodImplOptions
{
    NoInlining = 8,
}

public static class RuntimeHelpers
{
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle)
    {
        throw null;
    }
}
