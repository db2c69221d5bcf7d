// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Data;

/// <summary>The inputs of a model's main subgraph, in their order.</summary>
public sealed class ModelInputs
{
    private ModelInputs(IReadOnlyList<ModelInput> all)
    {
        All = all;
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ModelInput> All { get; }

    /// <summary>Bytes of one payload of every input.</summary>
    public long ByteCount => All.Sum(input => (long)input.ByteCount);

    /// <summary>The inputs of a model that the verifier has passed.</summary>
    public static ModelInputs Of(byte[] model)
    {
        return Of(ModelDocument.Read(model));
    }

    /// <summary>The inputs of model A, and random data for them in the range of model B's where A's have none.</summary>
    public static ModelInputs OfBoth(byte[] a, byte[] b)
    {
        SubgraphDef main = ModelDocument.Read(a).Subgraphs[0];
        IReadOnlyList<ModelInput> others = Of(b).All;
        return new ModelInputs(main.Inputs.Select((tensor, i) => new ModelInput(
            main.Tensors[tensor],
            others.FirstOrDefault(other => other.Name.Length != 0 && other.Name == main.Tensors[tensor].Name) ?? others.ElementAtOrDefault(i))).ToArray());
    }

    /// <summary>The inputs of a model.</summary>
    public static ModelInputs Of(ModelDocument model)
    {
        SubgraphDef main = model.Subgraphs[0];
        return new ModelInputs(main.Inputs.Select(tensor => new ModelInput(main.Tensors[tensor])).ToArray());
    }
}
