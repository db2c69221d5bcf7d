// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;

namespace TinyInterp.Writer;

/// <summary>
/// A model as objects that can be changed. Nothing in it is checked when written, so that tests can make wrong models too;
/// the verifier of the loader says what is wrong with one.
/// </summary>
public sealed class ModelDocument
{
    /// <summary>Version of the format; 3 in every model in use.</summary>
    public uint Version { get; set; } = 3;

    /// <summary>Free text about the model.</summary>
    public string? Description { get; set; }

    /// <summary>The distinct operators in use.</summary>
    public List<OperatorCodeDef> OperatorCodes { get; set; } = new List<OperatorCodeDef>();

    /// <summary>The graphs.</summary>
    public List<SubgraphDef> Subgraphs { get; set; } = new List<SubgraphDef>();

    /// <summary>Constant data; whoever makes a document adds the empty buffer 0 first.</summary>
    public List<BufferDef> Buffers { get; set; } = new List<BufferDef>();

    /// <summary>Metadata as files stored it before they had names: buffer indices, or null.</summary>
    public int[]? MetadataBuffers { get; set; }

    /// <summary>Named bytes; null leaves the list out of the file.</summary>
    public List<MetadataDef>? Metadata { get; set; }

    /// <summary>Signatures; null leaves the list out of the file.</summary>
    public List<SignatureDef>? Signatures { get; set; }

    /// <summary>The model as the bytes of a .tflite file.</summary>
    public byte[] ToBytes()
    {
        return ModelDocumentWriter.Write(this);
    }

    /// <summary>Reads a .tflite file. It should have passed the verifier: this only guards against reading outside the file.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a model.</exception>
    /// <exception cref="System.NotSupportedException">The model holds something this document has no place for.</exception>
    public static ModelDocument Read(byte[] model)
    {
        return ModelDocumentReader.Read(model);
    }
}
