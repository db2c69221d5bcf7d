// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Writer;

/// <summary>Builds a small model in a few lines: it is the builder of subgraph 0 and of all that a model has once.</summary>
public sealed class ModelBuilder : SubgraphBuilder
{
    /// <summary>Starts a model that has the empty buffer 0 and an empty subgraph.</summary>
    public ModelBuilder()
        : base(new ModelDocument(), "main")
    {
        AddBuffer(null);
    }

    /// <summary>Adds a further subgraph, for IF, WHILE and CALL_ONCE.</summary>
    public SubgraphBuilder Subgraph(string name)
    {
        return new SubgraphBuilder(Document, name);
    }

    /// <summary>Adds named bytes.</summary>
    public void Metadata(string name, byte[] data)
    {
        Document.Metadata ??= new List<MetadataDef>();
        Document.Metadata.Add(new MetadataDef { Name = name, BufferIndex = AddBuffer(data) });
    }

    /// <summary>Adds a signature of subgraph 0 in which the inputs and outputs have the names of their tensors.</summary>
    public SignatureDef Signature(string key)
    {
        SignatureDef signature = new SignatureDef
        {
            Key = key,
            Inputs = Definition.Inputs.Select(Map).ToList(),
            Outputs = Definition.Outputs.Select(Map).ToList()
        };
        Document.Signatures ??= new List<SignatureDef>();
        Document.Signatures.Add(signature);
        return signature;
    }

    /// <summary>The model as the bytes of a .tflite file; the builder can go on afterwards.</summary>
    public byte[] Build()
    {
        return Document.ToBytes();
    }

    private TensorMapDef Map(int tensor)
    {
        return new TensorMapDef { Name = Definition.Tensors[tensor].Name, TensorIndex = tensor };
    }
}
