// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Reflection;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;

namespace TinyInterp.Tests.Samples;

/// <summary>A sample's types in either build, for use by reflection: the device builds refer to libraries of their own.</summary>
internal sealed class SampleAssembly
{
    private static readonly DeviceLoadContext _device = new DeviceLoadContext(DeviceAssemblies.Folder);

    private readonly Assembly _assembly;

    private SampleAssembly(Assembly assembly)
    {
        _assembly = assembly;
    }

    /// <summary>Loads a sample.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="build">"desktop" or "device".</param>
    public static SampleAssembly Load(string name, string build)
    {
        return new SampleAssembly(build == "device"
            ? _device.LoadFromAssemblyName(new AssemblyName(name))
            : Assembly.Load(name));
    }

    /// <summary>An object of a class with a public constructor.</summary>
    public dynamic New(string type)
    {
        return Activator.CreateInstance(TypeOf(type))!;
    }

    /// <summary>The result of a public static method.</summary>
    public dynamic Call(string type, string method, params object[] arguments)
    {
        return TypeOf(type).GetMethod(method)!.Invoke(null, arguments)!;
    }

    private Type TypeOf(string name)
    {
        return _assembly.GetType(_assembly.GetName().Name + "." + name, throwOnError: true)!;
    }
}
