// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace TinyInterp.Golden;

/// <summary>The two builds of the runtime: the desktop's, and the one that boards get, run on .NET.</summary>
public static class Engines
{
    private const string DriverName = "TinyInterp.Driver";

    private static readonly Lazy<IEngine> _desktop = new Lazy<IEngine>(
        () => Create(AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(DriverName))));

    private static readonly Lazy<IEngine> _device = new Lazy<IEngine>(
        () => Create(new DeviceLoadContext(DeviceLoadContext.DefaultFolder)));

    /// <summary>The desktop build.</summary>
    public static IEngine Desktop => _desktop.Value;

    /// <summary>The device-profile build.</summary>
    public static IEngine Device => _device.Value;

    /// <summary>An engine over the device builds of a context, such as instrumented ones.</summary>
    public static IEngine Create(AssemblyLoadContext context)
    {
        return Create(context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, DriverName + ".dll")));
    }

    private static IEngine Create(Assembly driver)
    {
        return (IEngine)Activator.CreateInstance(driver.GetType(DriverName + ".Engine", throwOnError: true)!)!;
    }
}
