// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>
/// Makes keyword spotters. This assembly, loaded once more into a context over the device builds, makes theirs; the interfaces, which
/// are not in that context, are the same for all.
/// </summary>
public sealed class SpotterFactory : ISpotterFactory
{
    private readonly byte[] _model;
    private readonly string[] _labels;
    private readonly int _keywordCount;
    private readonly bool _isSparing;

    /// <summary>A factory for the build that this assembly is bound to; called through reflection for the others.</summary>
    public SpotterFactory(string build, byte[] model, string[] labels, int keywordCount, bool isSparing)
    {
        _isSparing = isSparing;
        Build = build;
        _model = model;
        _labels = labels;
        _keywordCount = keywordCount;
    }

    /// <inheritdoc />
    public string Build { get; }

    /// <summary>Spotters of the desktop build.</summary>
    public static ISpotterFactory Desktop(SpotterModel model)
    {
        return new SpotterFactory("desktop", model.Bytes, model.Labels, model.KeywordCount, isSparing: false);
    }

    /// <summary>Spotters of the device build.</summary>
    public static ISpotterFactory Device(SpotterModel model)
    {
        return In(new DeviceLoadContext(DeviceLoadContext.DefaultFolder), "device profile", model, isSparing: false);
    }

    /// <summary>Spotters of the device build that count what they execute, with the settings of the boards.</summary>
    internal static ISpotterFactory Metered(SpotterModel model, out InstrumentedAssemblies meter)
    {
        meter = new InstrumentedAssemblies(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
        return In(meter, "metered", model, isSparing: true);
    }

    /// <inheritdoc />
    public ISpotter New(int threshold, ISpotterListener? listener)
    {
        return new BoundSpotter(_model, _labels, _keywordCount, _isSparing, threshold, listener);
    }

    private static ISpotterFactory In(AssemblyLoadContext context, string build, SpotterModel model, bool isSparing)
    {
        Assembly self = context.LoadFromAssemblyPath(typeof(SpotterFactory).Assembly.Location);
        Type type = self.GetType(typeof(SpotterFactory).FullName!, throwOnError: true)!;
        return (ISpotterFactory)Activator.CreateInstance(type, build, model.Bytes, model.Labels, model.KeywordCount, isSparing)!;
    }
}
