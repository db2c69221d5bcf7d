// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Runtime.Loader;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Driver;

/// <summary>The runtime that this assembly is bound to, with every kernel.</summary>
public sealed class Engine : IEngine
{
    private static readonly AssemblyLoadContext _context = AssemblyLoadContext.GetLoadContext(typeof(Engine).Assembly)!;

    // The device build has no sentences.
    private static readonly bool _hasSentences = typeof(ModelException).Assembly.GetType("TinyInterp.ErrorText") != null;

    /// <inheritdoc />
    public string BuildName => _context == AssemblyLoadContext.Default ? "desktop" : _context.Name ?? "unnamed";

    /// <inheritdoc />
    public IModelSession Load(byte[] model, int arenaBytes = int.MaxValue)
    {
        return Load(model, new OpResolver().AddAll(), arenaBytes);
    }

    /// <inheritdoc />
    public IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered)
    {
        OpResolver resolver;
        try
        {
            resolver = NeededKernels(ModelVerifier.Verify(model));
        }
        catch (ModelException e)
        {
            throw Translate(e);
        }

        registered();
        return Load(model, resolver, arenaBytes);
    }

    internal static EngineException Translate(ModelException e)
    {
        return new EngineException(
            _hasSentences ? e.Message : null, (int)e.Code, e.Subgraph, e.Node, e.Tensor, e.Expected, e.Found, e);
    }

    private static ModelSession Load(byte[] model, OpResolver resolver, int arenaBytes)
    {
        try
        {
            MicroInterpreter interpreter = new MicroInterpreter(model, resolver, new TensorArena(arenaBytes));
            interpreter.AllocateTensors();
            return new ModelSession(interpreter);
        }
        catch (ModelException e)
        {
            throw Translate(e);
        }
    }

    /// <summary>The registrations that a model's nodes take; a node without one is left to the interpreter to complain of.</summary>
    private static OpResolver NeededKernels(ModelView model)
    {
        OpResolver all = new OpResolver().AddAll();
        HashSet<OpRegistration> needed = new HashSet<OpRegistration>();
        OpResolver resolver = new OpResolver();
        SubgraphView subgraph = new SubgraphView(model.Reader);
        OperatorView node = new OperatorView(model.Reader);
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        TensorView tensor = new TensorView(model.Reader);
        for (int s = 0; s < model.SubgraphCount; s++)
        {
            model.Subgraph(s, subgraph);
            for (int n = 0; n < subgraph.OperatorCount; n++)
            {
                subgraph.Operator(n, node);
                model.OperatorCode(node.OpcodeIndex, code);
                OpRegistration found = all.Find(code, node, subgraph, tensor, out _);
                if (found != null && needed.Add(found))
                {
                    resolver.Add(found);
                }
            }
        }

        return resolver;
    }
}
