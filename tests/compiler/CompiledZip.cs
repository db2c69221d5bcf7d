// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using TinyInterp.Compiler;
using TinyInterp.Compiler.Build;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;

namespace TinyInterp.Tests.Compiler;

/// <summary>All models of a zip of golden cases compiled into one assembly, as an engine that cases can run on.</summary>
internal sealed class CompiledZip : IEngine
{
    private readonly Dictionary<string, CompiledSource> _sources = new();
    private readonly ICompiledLoader _loader;

    internal CompiledZip(IEnumerable<byte[]> models, bool isDevice)
    {
        foreach (byte[] model in models)
        {
            string key = Key(model);
            if (!_sources.ContainsKey(key))
            {
                int number = _sources.Count;
                _sources.Add(key, ModelCompiler.Compile(
                    model, new CompileOptions("Zip.Case" + number, "Network" + number, "case " + number) { MeasuresCode = false }));
            }
        }

        byte[] image = RoslynBuild.Compile(
            "Zip" + Guid.NewGuid().ToString("N"),
            _sources.Values.SelectMany(source => source.Assemblies).SelectMany(assembly => assembly.Files).Select(file => file.Text),
            isDevice ? RoslynBuild.DeviceReferences : RoslynBuild.DesktopReferences);
        _loader = isDevice ? CompiledLoaders.New(new DeviceLoadContext(DeviceAssemblies.Folder)) : CompiledLoaders.NewDesktop();
        _loader.Load(image);
        BuildName = isDevice ? "compiled, device" : "compiled";
    }

    public string BuildName { get; }

    /// <summary>What the models became.</summary>
    internal IEnumerable<CompiledSource> Sources => _sources.Values;

    public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
    {
        return _loader.Open(_sources[Key(model)].FullClassName);
    }

    public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered)
    {
        registered();
        return Load(model, arenaBytes);
    }

    private static string Key(byte[] model)
    {
        return Convert.ToHexString(SHA256.HashData(model));
    }
}
