// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using TinyInterp.Golden;

namespace TinyInterp.Driver;

/// <summary>Opens compiled models on the runtime that this assembly is bound to.</summary>
public sealed class CompiledLoader : ICompiledLoader
{
    private readonly AssemblyLoadContext _context = AssemblyLoadContext.GetLoadContext(typeof(CompiledLoader).Assembly)!;
    private readonly List<Assembly> _assemblies = new List<Assembly>();

    /// <inheritdoc />
    public void Load(byte[] image)
    {
        _assemblies.Add(_context.LoadFromStream(new MemoryStream(image)));
    }

    /// <inheritdoc />
    public void Use(string assemblyName)
    {
        _assemblies.Add(_context.LoadFromAssemblyName(new AssemblyName(assemblyName)));
    }

    /// <inheritdoc />
    public IModelSession Open(string className)
    {
        Type type = _assemblies.Select(assembly => assembly.GetType(className)).OfType<Type>().First();
        try
        {
            return new CompiledSession((IInterpreter)Activator.CreateInstance(type)!);
        }
        catch (TargetInvocationException e) when (e.InnerException is ModelException inner)
        {
            throw Engine.Translate(inner);
        }
    }
}
