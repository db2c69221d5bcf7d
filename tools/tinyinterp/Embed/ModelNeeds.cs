// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TinyInterp.Schema;
using TinyInterp.Tool.Inspect;
using TinyInterp.Tool.Operators;

namespace TinyInterp.Tool.Embed;

/// <summary>What an app must register and reserve to run one model.</summary>
internal sealed class ModelNeeds
{
    /// <summary>Looks a model's nodes up among all kernels.</summary>
    /// <param name="file">The model's file, for errors.</param>
    /// <param name="bytes">The model.</param>
    /// <param name="isLean">Whether the arena shall have the least with which the model runs, in place of room for all its speed.</param>
    /// <exception cref="ModelException">It is not a valid model.</exception>
    /// <exception cref="ToolException">Something in it is not supported.</exception>
    internal ModelNeeds(string file, byte[] bytes, bool isLean)
    {
        ModelReport report = new ModelReport(file, bytes);
        if (!report.IsRunnable)
        {
            string others = report.Unsupported.Count == 1 ? string.Empty : "; and " + (report.Unsupported.Count - 1) + " more, see tinyinterp inspect";
            throw new ToolException(ExitCodes.Unsupported, file + ": " + report.Unsupported[0].Message + others);
        }

        if (report.Arena is not { FastBytes: long fast, LeanBytes: long lean })
        {
            throw new ToolException(
                ExitCodes.Unsupported, file + ": needs an arena of " + report.Arena?.TotalBytes + " bytes, more than any board has");
        }

        LeanBytes = lean;
        FastBytes = fast;
        ArenaBytes = isLean ? LeanBytes : FastBytes;
        Calls = FindCalls(new ModelView(new FlatBufferReader(bytes)), report);
        Assemblies = Closure(Calls.Select(call => call.Assembly).Append(typeof(OpResolver).Assembly.GetName().Name!));
    }

    /// <summary>The calls, in the order in which the model needs them.</summary>
    internal IReadOnlyList<KernelCall> Calls { get; }

    /// <summary>Bytes that the arena is given: one of the two below.</summary>
    internal long ArenaBytes { get; }

    /// <summary>The least with which the model runs.</summary>
    internal long LeanBytes { get; }

    /// <summary>What it can use: with more it gets no faster.</summary>
    internal long FastBytes { get; }

    /// <summary>The library's assemblies that an app must refer to, those behind other assemblies included.</summary>
    internal IReadOnlyList<string> Assemblies { get; }

    private static IReadOnlyList<KernelCall> FindCalls(ModelView model, ModelReport report)
    {
        OpResolver resolver = new OpResolver();
        List<MethodInfo> owners = new List<MethodInfo>();
        foreach (MethodInfo method in OperatorCatalog.Registrations())
        {
            method.Invoke(null, [resolver]);
            owners.AddRange(Enumerable.Repeat(method, resolver.Count - owners.Count));
        }

        List<MethodInfo> needed = new List<MethodInfo>();
        Dictionary<MethodInfo, List<string>> operators = new Dictionary<MethodInfo, List<string>>();
        foreach ((OpRegistration registration, string name) in Nodes(model, report, resolver))
        {
            MethodInfo owner = owners[Enumerable.Range(0, resolver.Count).First(i => resolver[i] == registration)];
            if (!operators.TryGetValue(owner, out List<string>? names))
            {
                needed.Add(owner);
                operators.Add(owner, names = new List<string>());
            }

            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return needed
            .Select(method => new KernelCall(method.Name, method.DeclaringType!.Namespace!, method.Module.Assembly.GetName().Name!, operators[method]))
            .ToArray();
    }

    private static IEnumerable<(OpRegistration Registration, string Name)> Nodes(ModelView model, ModelReport report, OpResolver resolver)
    {
        SubgraphView subgraph = new SubgraphView(model.Reader);
        OperatorView node = new OperatorView(model.Reader);
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        TensorView tensor = new TensorView(model.Reader);
        for (int s = 0; s < report.Subgraphs.Count; s++)
        {
            model.Subgraph(s, subgraph);
            for (int n = 0; report.Subgraphs[s].IsUsed && n < subgraph.OperatorCount; n++)
            {
                subgraph.Operator(n, node);
                model.OperatorCode(node.OpcodeIndex, code);
                OpRegistration found = resolver.Find(code, node, subgraph, tensor, out ErrorCode error);
                if (error != ErrorCode.None)
                {
                    throw new ModelException(error, s, n, ModelException.Nowhere, (int)code.BuiltinCode, code.Version);
                }

                yield return (found, report.Subgraphs[s].Operators[n].Operator);
            }
        }
    }

    /// <summary>The assemblies and those of the library that they refer to: a device project lists all of them.</summary>
    private static IReadOnlyList<string> Closure(IEnumerable<string> names)
    {
        SortedSet<string> closure = new SortedSet<string>(StringComparer.Ordinal);
        Queue<string> open = new Queue<string>(names);
        while (open.TryDequeue(out string? name))
        {
            if (closure.Add(name))
            {
                foreach (AssemblyName reference in Assembly.Load(name).GetReferencedAssemblies())
                {
                    if (reference.Name!.StartsWith("TinyInterp", StringComparison.Ordinal))
                    {
                        open.Enqueue(reference.Name);
                    }
                }
            }
        }

        return closure.ToArray();
    }
}
