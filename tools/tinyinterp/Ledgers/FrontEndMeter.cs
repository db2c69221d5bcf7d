// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using TinyInterp.Golden;
using TinyInterp.IlMeter;

namespace TinyInterp.Tool.Ledgers;

/// <summary>What the keyword front end executes for a frame, on the device build.</summary>
internal static class FrontEndMeter
{
    private const int FrameLength = 256;

    /// <summary>Cost units of a frame of noise; loud or soft makes no difference beyond a few comparisons.</summary>
    internal static double UnitsPerFrame()
    {
        return InstrumentedAssemblies.Alone(Measure);
    }

    private static double Measure()
    {
        InstrumentedAssemblies device = new(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
        int[] edges = (int[])TypeIn(device, "TinyInterp.Keyword", "KeywordBands").GetField("Edges")!.GetValue(null)!;
        Type type = TypeIn(device, "TinyInterp.Signal", "LogMelFrontEnd");
        object? frontEnd = Activator.CreateInstance(type, edges);
        Func<short[], int, int, int> write = type.GetMethod("Write")!.CreateDelegate<Func<short[], int, int, int>>(frontEnd);
        Action<sbyte[], int> read = type.GetMethod("Read")!.CreateDelegate<Action<sbyte[], int>>(frontEnd);
        Random random = new(1);
        short[] samples = Enumerable.Range(0, FrameLength).Select(_ => (short)random.Next(-3000, 3000)).ToArray();
        sbyte[] features = new sbyte[edges.Length - 2];
        void Frame()
        {
            write(samples, 0, samples.Length);
            read(features, 0);
        }

        // The first frame makes static tables.
        device.Measure(Frame);
        return device.Measure(Frame).Units;
    }

    private static Type TypeIn(InstrumentedAssemblies device, string assembly, string type)
    {
        return device.LoadFromAssemblyName(new AssemblyName(assembly)).GetType(assembly + "." + type, throwOnError: true)!;
    }
}
