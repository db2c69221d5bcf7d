// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TinyInterp.Compiler.Build;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;
using TinyInterp.IlMeter;

namespace TinyInterp.Compiler.Measure;

/// <summary>Counts what one Invoke of a compiled model executes on the device build, as the profiler does for an interpreter.</summary>
public static class CompiledProfiler
{
    private const string AssemblyName = "TinyInterpCompiledModel";

    /// <summary>Runs a compiled model once on inputs that look random but are always the same.</summary>
    public static CompiledProfile Profile(CompiledSource source)
    {
        string folder = Directory.CreateTempSubdirectory("tinyinterp").FullName;
        try
        {
            foreach (string path in Directory.GetFiles(DeviceAssemblies.Folder, "*.dll"))
            {
                File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
            }

            File.WriteAllBytes(Path.Combine(folder, AssemblyName + ".dll"), RoslynBuild.Compile(AssemblyName, source, RoslynBuild.DeviceReferences));
            return InstrumentedAssemblies.Alone(() => Measure(source, folder));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static CompiledProfile Measure(CompiledSource source, string folder)
    {
        InstrumentedAssemblies assemblies = new InstrumentedAssemblies(folder, DeviceAssemblies.StubFolder);
        ICompiledLoader loader = CompiledLoaders.New(assemblies);
        loader.Use(AssemblyName);
        IModelSession session = loader.Open(source.FullClassName);
        Random random = new Random(1);
        for (int i = 0; i < session.InputCount; i++)
        {
            session.SetInput(i, IlProfiler.Sample(session.Input(i), random));
        }

        session.Invoke();
        IlReading total = assemblies.Measure(() => session.Invoke());
        Dictionary<string, double> byMethod = total.ByMethod().ToDictionary(pair => pair.Key, pair => pair.Value);
        return new CompiledProfile(
            total, source.Layers.Select(layer => new LayerCost(layer, Units(layer, source, byMethod))).ToArray(),
            new DeviceHeap(assemblies).PredictCompiled(() => loader.Open(source.FullClassName)));
    }

    private static double Units(LayerReport layer, CompiledSource source, Dictionary<string, double> byMethod)
    {
        double own = byMethod.Where(pair => layer.Classes.Any(name => IsIn(pair.Key, source, name))).Sum(pair => pair.Value);
        return own + layer.SharedClasses.Sum(name =>
        {
            long all = source.Layers.Where(other => other.SharedClasses.Contains(name)).Sum(other => other.Macs);
            return byMethod.Where(pair => IsIn(pair.Key, source, name)).Sum(pair => pair.Value) * layer.Macs / System.Math.Max(1, all);
        });
    }

    private static bool IsIn(string method, CompiledSource source, string className)
    {
        return method.StartsWith(source.FullClassName.Substring(0, source.FullClassName.LastIndexOf('.') + 1) + className + ".", StringComparison.Ordinal);
    }
}
