// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.Golden;

/// <summary>
/// One build of the runtime with all its kernels. Its types stay behind this interface: two builds live side by side, and a type of
/// one is none of the other's.
/// </summary>
public interface IEngine
{
    /// <summary>Which build it is: desktop, or the name of the context that it was loaded into.</summary>
    string BuildName { get; }

    /// <summary>Loads a model and prepares it to run; sessions share nothing.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="arenaBytes">The arena's budget.</param>
    /// <exception cref="EngineException">The model is damaged, unsupported or too large for the budget.</exception>
    IModelSession Load(byte[] model, int arenaBytes = int.MaxValue);

    /// <summary>
    /// As <see cref="Load"/>, with a resolver that holds only the kernels that the model's nodes take, as an app registers them.
    /// </summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="arenaBytes">The arena's budget.</param>
    /// <param name="registered">Called once the kernels are registered, before anything is made of the model.</param>
    /// <exception cref="EngineException">The model is damaged, unsupported or too large for the budget.</exception>
    IModelSession LoadAsApp(byte[] model, int arenaBytes, Action registered);
}
