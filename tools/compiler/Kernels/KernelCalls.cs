// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Kernels;

/// <summary>The calls that register the kernels of a model, as C# calls of an app, and the assemblies that they are in.</summary>
public sealed class KernelCalls
{
    private static readonly Lazy<(OpResolver Resolver, MethodInfo[] Owners)> _all = new(FindAll);

    /// <summary>Looks up the kernels of all nodes of a valid model.</summary>
    public KernelCalls(byte[] model)
    {
        ModelView view = ModelVerifier.Verify(model);
        SubgraphView subgraph = new SubgraphView(view.Reader);
        OperatorView node = new OperatorView(view.Reader);
        OperatorCodeView code = new OperatorCodeView(view.Reader);
        TensorView tensor = new TensorView(view.Reader);
        List<MethodInfo> methods = new();
        for (int s = 0; s < view.SubgraphCount; s++)
        {
            view.Subgraph(s, subgraph);
            for (int n = 0; n < subgraph.OperatorCount; n++)
            {
                subgraph.Operator(n, node);
                view.OperatorCode(node.OpcodeIndex, code);
                OpRegistration found = _all.Value.Resolver.Find(code, node, subgraph, tensor, out _);
                if (found != null)
                {
                    methods.Add(_all.Value.Owners[Enumerable.Range(0, _all.Value.Resolver.Count).First(i => _all.Value.Resolver[i] == found)]);
                }
            }
        }

        Methods = methods.Distinct().Select(method => method.Name).ToArray();
        Namespaces = methods.Select(method => method.DeclaringType!.Namespace!).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assemblies = methods.Select(method => method.DeclaringType!.Assembly.GetName().Name!).Distinct().Order(StringComparer.Ordinal).ToArray();
    }

    /// <summary>Names of the methods, each an extension of the resolver.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The namespaces that they need.</summary>
    public IReadOnlyList<string> Namespaces { get; }

    /// <summary>The assemblies that they are in.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    private static (OpResolver Resolver, MethodInfo[] Owners) FindAll()
    {
        OpResolver resolver = new OpResolver();
        List<MethodInfo> owners = new();
        IEnumerable<MethodInfo> methods = typeof(AllKernels).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("TinyInterp.Kernels", StringComparison.Ordinal))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.ReturnType == typeof(OpResolver) && method.GetParameters().Length == 1
                && method.GetParameters()[0].ParameterType == typeof(OpResolver) && !method.Name.StartsWith("AddAll", StringComparison.Ordinal));
        foreach (MethodInfo method in methods)
        {
            method.Invoke(null, [resolver]);
            owners.AddRange(Enumerable.Repeat(method, resolver.Count - owners.Count));
        }

        return (resolver, owners.ToArray());
    }
}
