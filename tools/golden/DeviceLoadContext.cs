// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace TinyInterp.Golden;

/// <summary>
/// Runs device builds on .NET. An assembly compiled against the desktop libraries and loaded into this context binds to the device
/// builds instead, by simple name, so one driver serves both builds.
/// </summary>
public sealed class DeviceLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    /// <summary>A context over a folder of device builds.</summary>
    /// <param name="folder">Where the builds and the System.Math shim are.</param>
    /// <param name="canUnload">
    /// Whether the context goes when nobody refers to it. Nothing inside it counts as a reference, so an engine's context must stay.
    /// </param>
    public DeviceLoadContext(string folder, bool canUnload = false)
        : base("device", canUnload)
    {
        _folder = folder;
    }

    /// <summary>Where DeviceAssemblies.targets puts the device builds of a program that imports it.</summary>
    public static string DefaultFolder { get; } = Path.Combine(AppContext.BaseDirectory, "device");

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");

        // mscorlib is not in the folder: null leaves it to .NET, whose own mscorlib forwards to its core library. What both contexts
        // must share, such as the driver's interfaces, is not in the folder either.
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
