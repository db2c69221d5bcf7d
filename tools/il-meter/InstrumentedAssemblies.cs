// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using TinyInterp.Golden;

namespace TinyInterp.IlMeter;

/// <summary>
/// All device builds of a folder, instrumented and ready to be loaded: a load context in which TinyInterp and its kernels resolve to
/// them, so that a driver compiled against the desktop libraries drives them.
/// </summary>
public sealed class InstrumentedAssemblies : AssemblyLoadContext
{
    private readonly string _deviceFolder;
    private readonly Dictionary<string, byte[]> _images = new();

    /// <summary>Instruments every assembly of a folder.</summary>
    /// <param name="deviceFolder">Device builds and the System.Math shim.</param>
    /// <param name="stubFolder">The reference mscorlib and System.Math they were built against.</param>
    public InstrumentedAssemblies(string deviceFolder, string stubFolder)
        : base("il-meter")
    {
        _deviceFolder = deviceFolder;
        Instrumenter instrumenter = new(IlCosts.Load());
        foreach (string path in Directory.GetFiles(deviceFolder, "TinyInterp*.dll"))
        {
            _images.Add(Path.GetFileNameWithoutExtension(path), instrumenter.Instrument(path, stubFolder, deviceFolder));
        }

        Blocks = instrumenter.Blocks;
        BlockCounters.Counts = new long[Blocks.Count];
    }

    /// <summary>Held while something is measured, since counters and observers are static.</summary>
    internal static object OneAtATime { get; } = new object();

    /// <summary>All basic blocks; a block's index is its counter's.</summary>
    public IReadOnlyList<BasicBlock> Blocks { get; }

    /// <summary>The device builds beside this program, instrumented.</summary>
    public static InstrumentedAssemblies OfThisProgram()
    {
        return new InstrumentedAssemblies(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
    }

    /// <summary>The file of a device build.</summary>
    internal string PathOf(string assembly)
    {
        return Path.Combine(_deviceFolder, assembly + ".dll");
    }

    /// <summary>What has run since the counters were cleared.</summary>
    public IlReading Read()
    {
        return new IlReading(Blocks, (long[])BlockCounters.Counts.Clone(), BlockCounters.MaxDepth);
    }

    /// <summary>
    /// Runs code of instrumented assemblies outside a measurement. Counters are static, so it would otherwise add to that of another
    /// thread.
    /// </summary>
    public static T Alone<T>(Func<T> action)
    {
        lock (OneAtATime)
        {
            return action();
        }
    }

    /// <summary>What an action runs in these assemblies. Counters are static, so measurements wait for each other.</summary>
    public IlReading Measure(Action action)
    {
        lock (OneAtATime)
        {
            BlockCounters.Counts = new long[Blocks.Count];
            BlockCounters.Clear();
            action();
            return Read();
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(BlockCounters).Assembly.GetName().Name)
        {
            return typeof(BlockCounters).Assembly;
        }

        if (_images.TryGetValue(assemblyName.Name!, out byte[]? image))
        {
            return LoadFromStream(new MemoryStream(image));
        }

        string shim = Path.Combine(_deviceFolder, assemblyName.Name + ".dll");
        return assemblyName.Name == "System.Math" && File.Exists(shim) ? LoadFromAssemblyPath(shim) : null;
    }
}
