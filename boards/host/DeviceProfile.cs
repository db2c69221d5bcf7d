// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using TinyInterp.Golden;

namespace TinyInterp.Boards.Host;

/// <summary>Loads this program a second time, bound to the device builds in a folder beside it.</summary>
internal static class DeviceProfile
{
    private const string BoardName = "device profile";

    /// <summary>Runs a static method of this program, which takes a board's name and the output, on the device builds.</summary>
    internal static int Run(Type type, string method, TextWriter output)
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceLoadContext.DefaultFolder);
        Assembly self = context.LoadFromAssemblyPath(type.Assembly.Location);
        int result = self.GetType(type.FullName!)!.GetMethod(method)!.CreateDelegate<Func<string, TextWriter, int>>()(BoardName, output);
        GC.KeepAlive(context);
        return result;
    }
}
