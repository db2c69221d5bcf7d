// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Golden;

/// <summary>Opens models that were compiled to code, in the build of the runtime that it is bound to.</summary>
public interface ICompiledLoader
{
    /// <summary>Loads an assembly into the loader's context.</summary>
    void Load(byte[] image);

    /// <summary>Takes an assembly that the loader's context finds by its name.</summary>
    void Use(string assemblyName);

    /// <summary>Makes a model of an assembly that was loaded.</summary>
    /// <param name="className">The model's class with its namespace.</param>
    /// <exception cref="EngineException">Its kernels cannot be prepared.</exception>
    IModelSession Open(string className);
}
