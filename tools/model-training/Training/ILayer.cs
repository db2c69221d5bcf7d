// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Writer;

namespace TinyInterp.ModelTraining.Training;

/// <summary>One layer of a network that is being trained, one sample at a time.</summary>
public interface ILayer
{
    /// <summary>What training adjusts; empty for layers without weights.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The layer's output; it stays valid until the next call.</summary>
    double[] Forward(double[] input);

    /// <summary>
    /// Adds to the gradients of <see cref="Parameters"/> and returns the gradient of the input that <see cref="Forward"/> was last called with.
    /// </summary>
    double[] Backward(double[] outputGradient);

    /// <summary>Adds the layer to a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Begins the names of the layer's tensors.</param>
    /// <param name="input">Index of the tensor that the layer reads.</param>
    /// <returns>Index of the tensor that it writes.</returns>
    int Write(SubgraphBuilder model, string name, int input);
}
