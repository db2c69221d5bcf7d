// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using TinyInterp.Golden;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Operators;

/// <summary>Every kernel there is, asked of the kernels themselves: each registering call is made and what it adds is looked at.</summary>
internal static class OperatorCatalog
{
    /// <summary>All kernels, by operator and then by call.</summary>
    internal static IReadOnlyList<OperatorEntry> Load()
    {
        Dictionary<string, int> bytecode = BytecodeByClass();
        SupportNotes notes = SupportNotes.Load(AppContext.BaseDirectory);
        return Registrations()
            .SelectMany(method => Entries(method, bytecode, notes))
            .OrderBy(entry => entry.Operator, StringComparer.Ordinal)
            .ThenBy(entry => entry.Call, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Every call that registers kernels, those that register whole families left out.</summary>
    internal static IEnumerable<MethodInfo> Registrations()
    {
        return KernelAssemblies()
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(IsRegistration);
    }

    private static IEnumerable<Assembly> KernelAssemblies()
    {
        Assembly all = typeof(AllKernels).Assembly;
        return all.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("TinyInterp.Kernels", StringComparison.Ordinal))
            .Select(Assembly.Load);
    }

    private static bool IsRegistration(MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        return method.ReturnType == typeof(OpResolver)
            && parameters.Length == 1
            && parameters[0].ParameterType == typeof(OpResolver)
            && !method.Name.StartsWith("AddAll", StringComparison.Ordinal);
    }

    private static IEnumerable<OperatorEntry> Entries(MethodInfo method, Dictionary<string, int> bytecode, SupportNotes notes)
    {
        OpResolver resolver = new OpResolver();
        method.Invoke(null, [resolver]);
        for (int i = 0; i < resolver.Count; i++)
        {
            OpRegistration registration = resolver[i];
            Type kernel = registration.Factory().GetType();
            yield return new OperatorEntry(
                registration.CustomName ?? OperatorNames.Of(registration.Code),
                registration.CustomName != null,
                method.Name,
                TypesOf(registration),
                registration.CustomName == null ? registration.MaxVersion : null,
                notes.Of(kernel),
                kernel.Assembly.GetName().Name!,
                bytecode.GetValueOrDefault(kernel.FullName!));
        }
    }

    private static string[] TypesOf(OpRegistration registration)
    {
        return registration.CustomName != null
            ? []
            : Enum.GetValues<TensorType>()
                .Where(type => (int)type < 32 && ((int)registration.Types & (1 << (int)type)) != 0)
                .Select(type => type.ToString().ToLowerInvariant())
                .ToArray();
    }

    /// <summary>Bytes of IL of each class of the device builds, those nested in it included.</summary>
    private static Dictionary<string, int> BytecodeByClass()
    {
        Dictionary<string, int> sizes = new();
        foreach (string path in Directory.GetFiles(DeviceLoadContext.DefaultFolder, "TinyInterp.Kernels*.dll"))
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
            foreach (TypeDefinition type in assembly.MainModule.Types)
            {
                sizes[type.FullName] = type.NestedTypes.Append(type)
                    .SelectMany(t => t.Methods)
                    .Where(m => m.HasBody)
                    .Sum(m => m.Body.CodeSize);
            }
        }

        return sizes;
    }
}
