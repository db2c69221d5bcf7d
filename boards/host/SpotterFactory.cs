// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Build;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Keyword;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>
/// Makes keyword spotters. This assembly, loaded once more into a context over the device builds, makes theirs; the interfaces, which
/// are not in that context, are the same for all.
/// </summary>
public sealed class SpotterFactory : ISpotterFactory
{
    private const string Namespace = "TinyInterp.InMemory";
    private const string NetworkClass = "Network";

    private readonly byte[] _model;
    private readonly string[] _labels;
    private readonly int _keywordCount;
    private readonly bool _isSparing;
    private readonly byte[]? _compiled;

    /// <summary>A factory for the build that this assembly is bound to; called through reflection for the others.</summary>
    public SpotterFactory(string build, byte[] model, string[] labels, int keywordCount, bool isSparing, byte[]? compiled)
    {
        _compiled = compiled;
        _isSparing = isSparing;
        Build = build;
        _model = model;
        _labels = labels;
        _keywordCount = keywordCount;
    }

    /// <inheritdoc />
    public string Build { get; }

    /// <summary>Spotters of the desktop build.</summary>
    public static ISpotterFactory Desktop(SpotterModel model, bool isCompiled = false)
    {
        return new SpotterFactory("desktop", model.Bytes, model.Labels, model.KeywordCount, isSparing: false, Compile(model, RoslynBuild.DesktopReferences, isCompiled));
    }

    /// <summary>Spotters of the device build.</summary>
    public static ISpotterFactory Device(SpotterModel model, bool isCompiled = false)
    {
        return In(new DeviceLoadContext(DeviceLoadContext.DefaultFolder), "device profile", model, isSparing: false, isCompiled);
    }

    /// <summary>Spotters of the device build that count what they execute, with the settings of the boards.</summary>
    internal static ISpotterFactory Metered(SpotterModel model, out InstrumentedAssemblies meter)
    {
        meter = new InstrumentedAssemblies(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
        return In(meter, "metered", model, isSparing: true, isCompiled: false);
    }

    /// <inheritdoc />
    public ISpotter New(int threshold, ISpotterListener? listener)
    {
        return new BoundSpotter(NewNetwork(), _labels, _keywordCount, _isSparing, threshold, listener);
    }

    private static ISpotterFactory In(AssemblyLoadContext context, string build, SpotterModel model, bool isSparing, bool isCompiled)
    {
        Assembly self = context.LoadFromAssemblyPath(typeof(SpotterFactory).Assembly.Location);
        Type type = self.GetType(typeof(SpotterFactory).FullName!, throwOnError: true)!;
        return (ISpotterFactory)Activator.CreateInstance(
            type, build, model.Bytes, model.Labels, model.KeywordCount, isSparing, Compile(model, RoslynBuild.DeviceReferences, isCompiled))!;
    }

    private static byte[]? Compile(SpotterModel model, IReadOnlyList<string> references, bool isCompiled)
    {
        return isCompiled
            ? RoslynBuild.Compile(Namespace + NetworkClass, ModelCompiler.Compile(
                model.Bytes, new CompileOptions(Namespace, NetworkClass, "the keyword model") { MeasuresCode = false }), references)
            : null;
    }

    private IInterpreter NewNetwork()
    {
        return _compiled == null ? KeywordSpotter.NewInterpreter(_model)
            : (IInterpreter)Activator.CreateInstance(AssemblyLoadContext.GetLoadContext(typeof(SpotterFactory).Assembly)!
                .LoadFromStream(new MemoryStream(_compiled)).GetType(Namespace + "." + NetworkClass, throwOnError: true)!)!;
    }
}
