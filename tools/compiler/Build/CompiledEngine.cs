// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.DeviceBuild;
using TinyInterp.Golden;

namespace TinyInterp.Compiler.Build;

/// <summary>Runs models compiled: an engine that compiles each model in memory, for the desktop or for the device build.</summary>
public sealed class CompiledEngine : IEngine
{
    private readonly bool _isDevice;
    private int _count;

    /// <summary>An engine for one of the builds.</summary>
    public CompiledEngine(bool isDevice)
    {
        _isDevice = isDevice;
    }

    /// <inheritdoc />
    public string BuildName => _isDevice ? "compiled, device" : "compiled";

    /// <inheritdoc />
    public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
    {
        try
        {
            string name = "CompiledModel" + _count++;
            CompiledSource source = ModelCompiler.Compile(model, new CompileOptions("TinyInterp.InMemory", name, name) { MeasuresCode = false });
            ICompiledLoader loader = _isDevice ? CompiledLoaders.New(new DeviceLoadContext(DeviceAssemblies.Folder)) : CompiledLoaders.NewDesktop();
            loader.Load(RoslynBuild.Compile(name, source, _isDevice ? RoslynBuild.DeviceReferences : RoslynBuild.DesktopReferences));
            return loader.Open(source.FullClassName);
        }
        catch (ModelException e)
        {
            throw new EngineException(e.Message, (int)e.Code, e.Subgraph, e.Node, e.Tensor, e.Expected, e.Found, e);
        }
    }

    /// <inheritdoc />
    public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered)
    {
        // Nothing is registered beside what the compiled model registers itself.
        registered();
        return Load(model, arenaBytes);
    }
}
