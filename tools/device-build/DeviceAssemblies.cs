// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using Mono.Cecil;
using TinyInterp.Golden;

namespace TinyInterp.DeviceBuild;

/// <summary>Finds the device builds that DeviceAssemblies.targets puts beside the running program.</summary>
public static class DeviceAssemblies
{
    /// <summary>The device builds of the libraries and the System.Math shim they need on .NET.</summary>
    public static string Folder { get; } = DeviceLoadContext.DefaultFolder;

    /// <summary>The stubs of the device's class library.</summary>
    public static string StubFolder { get; } = Path.Combine(AppContext.BaseDirectory, "device-stub");

    /// <summary>The simple names of the stubs.</summary>
    public static string[] StubNames { get; } = NamesIn(StubFolder);

    /// <summary>The simple names of the project's assemblies that have a device build; what has a stub is not the project's.</summary>
    public static string[] Names { get; } = NamesIn(Folder).Except(StubNames).ToArray();

    /// <summary>Reads a device build for inspection, with everything it refers to resolved as a board would: against the stubs.</summary>
    public static AssemblyDefinition Read(string name)
    {
        return AssemblyDefinition.ReadAssembly(
            Path.Combine(Folder, name + ".dll"),
            new ReaderParameters { AssemblyResolver = NewResolver(), InMemory = true });
    }

    /// <summary>A resolver that knows the stubs and the device builds, and nothing of .NET.</summary>
    public static IAssemblyResolver NewResolver()
    {
        DefaultAssemblyResolver resolver = new DefaultAssemblyResolver();
        foreach (string directory in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(directory);
        }

        // The stubs first: the device folder holds the shim of System.Math, which only forwards.
        resolver.AddSearchDirectory(StubFolder);
        resolver.AddSearchDirectory(Folder);
        return resolver;
    }

    private static string[] NamesIn(string folder)
    {
        return Directory.GetFiles(folder, "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToArray();
    }
}
