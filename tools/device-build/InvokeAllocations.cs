// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// Follows every call that can be reached from a method, virtual ones into all overrides, and reports what allocates on the way. Paths
/// that end in a throw are left out.
/// </summary>
public sealed class InvokeAllocations
{
    // Members of the class library that allocate nothing. Any other counts as an allocation until it is known better.
    private static readonly HashSet<string> _quiet = new HashSet<string>
    {
        "System.Array::Copy", "System.Array::Clear", "System.Array::get_Length", "System.Object::.ctor",
        "System.BitConverter::ToInt16", "System.BitConverter::ToInt32", "System.BitConverter::ToInt64", "System.BitConverter::ToSingle",
        "System.BitConverter::DoubleToInt64Bits", "System.BitConverter::Int64BitsToDouble",
        "System.String::get_Length", "System.String::get_Chars",
        "System.Collections.ArrayList::get_Count", "System.Collections.ArrayList::get_Item",
    };

    private readonly Dictionary<string, List<MethodDefinition>> _overrides = new Dictionary<string, List<MethodDefinition>>();
    private readonly Dictionary<MethodDefinition, MethodDefinition?> _callers = new Dictionary<MethodDefinition, MethodDefinition?>();
    private readonly Queue<MethodDefinition> _toVisit = new Queue<MethodDefinition>();
    private readonly List<string> _findings = new List<string>();

    private InvokeAllocations(IEnumerable<AssemblyDefinition> assemblies)
    {
        foreach (TypeDefinition type in assemblies.SelectMany(assembly => assembly.MainModule.GetTypes()))
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.IsVirtual))
            {
                string key = Signature(method);
                if (!_overrides.TryGetValue(key, out List<MethodDefinition>? methods))
                {
                    _overrides.Add(key, methods = new List<MethodDefinition>());
                }

                methods.Add(method);
            }
        }
    }

    /// <summary>Number of methods that can be reached.</summary>
    public int ReachedCount => _callers.Count;

    /// <summary>All allocations that can be reached from a method.</summary>
    /// <param name="assemblies">Everything that may run together.</param>
    /// <param name="root">Full name of the declaring type and name of the method, as Namespace.Type::Method.</param>
    /// <param name="reached">How many methods were looked at.</param>
    public static IReadOnlyList<string> Find(IReadOnlyCollection<AssemblyDefinition> assemblies, string root, out int reached)
    {
        InvokeAllocations search = new InvokeAllocations(assemblies);
        foreach (MethodDefinition method in assemblies
            .SelectMany(assembly => assembly.MainModule.GetTypes())
            .SelectMany(type => type.Methods)
            .Where(method => method.DeclaringType.FullName + "::" + method.Name == root))
        {
            search.Reach(method, null);
        }

        while (search._toVisit.Count != 0)
        {
            search.Visit(search._toVisit.Dequeue());
        }

        reached = search.ReachedCount;
        return search._findings;
    }

    private static string Signature(MethodReference method)
    {
        return method.Name + "(" + string.Join(",", method.Parameters.Select(parameter => parameter.ParameterType.FullName)) + ")";
    }

    private void Reach(MethodDefinition method, MethodDefinition? caller)
    {
        if (_callers.TryAdd(method, caller))
        {
            _toVisit.Enqueue(method);
        }
    }

    private void Visit(MethodDefinition method)
    {
        if (!method.HasBody)
        {
            return;
        }

        HashSet<Instruction> doomed = ThrowPaths.Find(method.Body);
        foreach (Instruction instruction in method.Body.Instructions.Where(instruction => !doomed.Contains(instruction)))
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Newobj:
                case Code.Newarr:
                case Code.Box:
                case Code.Ldstr:
                    Report(method, instruction.OpCode.Name + " " + instruction.Operand);
                    break;
                case Code.Call:
                case Code.Callvirt:
                case Code.Ldftn:
                case Code.Ldvirtftn:
                    Follow(method, (MethodReference)instruction.Operand, instruction.OpCode.Code);
                    break;
            }
        }
    }

    private void Follow(MethodDefinition caller, MethodReference target, Code code)
    {
        MethodDefinition definition = target.Resolve();
        if (definition == null || definition.Module.Assembly.Name.Name is "mscorlib" or "System.Math")
        {
            string name = target.DeclaringType.FullName + "::" + target.Name;
            if (!_quiet.Contains(name) && target.DeclaringType.FullName != "System.Math")
            {
                Report(caller, "call of " + name + ", which may allocate");
            }

            return;
        }

        Reach(definition, caller);
        if (code != Code.Call && definition.IsVirtual && _overrides.TryGetValue(Signature(definition), out List<MethodDefinition>? candidates))
        {
            foreach (MethodDefinition candidate in candidates.Where(candidate => DerivesFrom(candidate.DeclaringType, definition.DeclaringType)))
            {
                Reach(candidate, caller);
            }
        }
    }

    private static bool DerivesFrom(TypeDefinition type, TypeDefinition ancestor)
    {
        for (TypeDefinition? t = type; t != null; t = t.BaseType?.Resolve())
        {
            if (t.FullName == ancestor.FullName || t.Interfaces.Any(i => i.InterfaceType.FullName == ancestor.FullName))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(MethodDefinition method, string what)
    {
        List<string> path = new List<string>();
        for (MethodDefinition? m = method; m != null; m = _callers[m])
        {
            path.Add(m.DeclaringType.Name + "." + m.Name);
        }

        path.Reverse();
        _findings.Add("allocation: " + string.Join(" -> ", path) + ": " + what);
    }
}
