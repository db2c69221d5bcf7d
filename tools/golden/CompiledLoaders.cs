// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace TinyInterp.Golden;

/// <summary>Loaders of compiled models for both builds of the runtime.</summary>
public static class CompiledLoaders
{
    private const string DriverName = "TinyInterp.Driver";

    /// <summary>A loader on the desktop build; its assemblies can be unloaded.</summary>
    public static ICompiledLoader NewDesktop()
    {
        return Create(AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(DriverName)));
    }

    /// <summary>A loader on the device builds of a context, such as instrumented ones.</summary>
    public static ICompiledLoader New(AssemblyLoadContext context)
    {
        return Create(context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, DriverName + ".dll")));
    }

    private static ICompiledLoader Create(Assembly driver)
    {
        return (ICompiledLoader)Activator.CreateInstance(driver.GetType(DriverName + ".CompiledLoader", throwOnError: true)!)!;
    }
}
