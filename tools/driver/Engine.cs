// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Runtime.Loader;
using TinyInterp.Golden;
using TinyInterp.Kernels;

namespace TinyInterp.Driver;

/// <summary>The runtime that this assembly is bound to, with every kernel.</summary>
public sealed class Engine : IEngine
{
    private static readonly AssemblyLoadContext _context = AssemblyLoadContext.GetLoadContext(typeof(Engine).Assembly);

    // The device build has no sentences.
    private static readonly bool _hasSentences = typeof(ModelException).Assembly.GetType("TinyInterp.ErrorText") != null;

    /// <inheritdoc />
    public string BuildName => _context == AssemblyLoadContext.Default ? "desktop" : _context.Name;

    /// <inheritdoc />
    public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
    {
        try
        {
            MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(arenaBytes));
            interpreter.AllocateTensors();
            return new ModelSession(interpreter);
        }
        catch (ModelException e)
        {
            throw Translate(e);
        }
    }

    internal static EngineException Translate(ModelException e)
    {
        return new EngineException(
            _hasSentences ? e.Message : null, (int)e.Code, e.Subgraph, e.Node, e.Tensor, e.Expected, e.Found, e);
    }
}
