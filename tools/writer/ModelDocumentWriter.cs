// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Writer;

/// <summary>Turns a document into the bytes of a model file.</summary>
internal sealed class ModelDocumentWriter
{
    private const int DataAlignment = 16;

    private readonly FlatBufferWriter _flat = new FlatBufferWriter();
    private readonly OutsideData _outside;

    private ModelDocumentWriter(int outsideStart)
    {
        _outside = new OutsideData(outsideStart, DataAlignment);
    }

    public static byte[] Write(ModelDocument document)
    {
        ModelDocumentWriter writer = new ModelDocumentWriter(DataAlignment);
        byte[] flat = writer.WriteModel(document);
        if (writer._outside.IsEmpty)
        {
            return flat;
        }

        // Where outside data begins is known only once the FlatBuffer is complete. Its size does not depend on the numbers in it, so it
        // is written a second time with the right ones.
        writer = new ModelDocumentWriter(flat.Length);
        flat = writer.WriteModel(document);
        return writer._outside.AppendTo(flat);
    }

    private byte[] WriteModel(ModelDocument document)
    {
        int buffers = WriteList(document.Buffers, WriteBuffer);
        int codes = WriteList(document.OperatorCodes, WriteOperatorCode);
        int subgraphs = WriteList(document.Subgraphs, WriteSubgraph);
        int metadata = WriteList(document.Metadata, WriteMetadata);
        int signatures = WriteList(document.Signatures, WriteSignature);
        int root = _flat.WriteTable(new TableFields()
            .UInt32(0, document.Version)
            .Offset(1, codes)
            .Offset(2, subgraphs)
            .Offset(3, _flat.WriteString(document.Description))
            .Offset(4, buffers)
            .Offset(5, _flat.WriteVector(document.MetadataBuffers))
            .Offset(6, metadata)
            .Offset(7, signatures));
        return _flat.Finish(root, "TFL3");
    }

    private int WriteOperatorCode(OperatorCodeDef code)
    {
        return _flat.WriteTable(new TableFields()
            .Int8(0, code.DeprecatedBuiltinCode)
            .Offset(1, _flat.WriteString(code.CustomCode))
            .Int32(2, code.Version, unless: 1)
            .Int32(3, code.BuiltinCode));
    }

    private int WriteBuffer(BufferDef buffer)
    {
        TableFields fields = new TableFields();
        if (buffer.Outside && buffer.Data != null)
        {
            fields.UInt64(1, _outside.Add(buffer.Data)).UInt64(2, (ulong)buffer.Data.LongLength);
        }
        else
        {
            fields.Offset(0, _flat.WriteVector(buffer.Data, DataAlignment));
        }

        return _flat.WriteTable(fields);
    }

    private int WriteSubgraph(SubgraphDef subgraph)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, WriteList(subgraph.Tensors, WriteTensor))
            .Offset(1, _flat.WriteVector(subgraph.Inputs?.ToArray()))
            .Offset(2, _flat.WriteVector(subgraph.Outputs?.ToArray()))
            .Offset(3, WriteList(subgraph.Operators, WriteOperator))
            .Offset(4, _flat.WriteString(subgraph.Name))
            .Int32(5, subgraph.DebugMetadataIndex, unless: -1));
    }

    private int WriteTensor(TensorDef tensor)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteVector(tensor.StoredShape))
            .Int8(1, (sbyte)tensor.Type)
            .UInt32(2, (uint)tensor.BufferIndex)
            .Offset(3, _flat.WriteString(tensor.StoredName))
            .Offset(4, tensor.Quantization == null ? 0 : WriteQuantization(tensor.Quantization))
            .Bool(5, tensor.IsVariable)
            .Offset(6, tensor.Sparsity == null ? 0 : WriteSparsity(tensor.Sparsity))
            .Offset(7, _flat.WriteVector(tensor.ShapeSignature))
            .Bool(8, tensor.HasRank)
            .Offset(9, WriteList(tensor.VariantTensors, WriteVariant)));
    }

    private int WriteQuantization(QuantizationDef quantization)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteVector(quantization.Min))
            .Offset(1, _flat.WriteVector(quantization.Max))
            .Offset(2, _flat.WriteVector(quantization.Scale))
            .Offset(3, _flat.WriteVector(quantization.ZeroPoint))
            .UInt8(4, quantization.Details == null ? (byte)0 : quantization.Details.UnionType)
            .Offset(5, quantization.Details == null ? 0 : quantization.Details.Write(_flat))
            .Int32(6, quantization.QuantizedDimension));
    }

    private int WriteVariant(VariantDef variant)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteVector(variant.Shape))
            .Int8(1, (sbyte)variant.Type)
            .Bool(2, variant.HasRank));
    }

    private int WriteSparsity(SparsityDef sparsity)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteVector(sparsity.TraversalOrder))
            .Offset(1, _flat.WriteVector(sparsity.BlockMap))
            .Offset(2, WriteList(sparsity.Dimensions, WriteSparseDimension)));
    }

    private int WriteSparseDimension(SparseDimensionDef dimension)
    {
        int segments = WriteSparseIndices(dimension.Segments, out byte segmentsType);
        int indices = WriteSparseIndices(dimension.Indices, out byte indicesType);
        return _flat.WriteTable(new TableFields()
            .Int8(0, (sbyte)dimension.Format)
            .Int32(1, dimension.DenseSize)
            .UInt8(2, segmentsType)
            .Offset(3, segments)
            .UInt8(4, indicesType)
            .Offset(5, indices));
    }

    // The element type of the array chooses the member of the union SparseIndexVector.
    private int WriteSparseIndices(Array? values, out byte unionType)
    {
        int vector;
        switch (values)
        {
            case null:
                unionType = 0;
                return 0;
            case int[] numbers:
                unionType = 1;
                vector = _flat.WriteVector(numbers);
                break;
            case ushort[] numbers:
                unionType = 2;
                vector = _flat.WriteVector(numbers, 4);
                break;
            case byte[] numbers:
                unionType = 3;
                vector = _flat.WriteVector(numbers, 4);
                break;
            default:
                throw new ArgumentException("Sparse indices are int[], ushort[] or byte[], not " + values.GetType() + ".", nameof(values));
        }

        return _flat.WriteTable(new TableFields().Offset(0, vector));
    }

    private int WriteOperator(OperatorDef node)
    {
        TableFields fields = new TableFields()
            .UInt32(0, (uint)node.OpcodeIndex)
            .Offset(1, _flat.WriteVector(node.StoredInputs))
            .Offset(2, _flat.WriteVector(node.StoredOutputs))
            .UInt8(3, node.Options == null ? (byte)0 : node.Options.UnionType)
            .Offset(4, node.Options == null ? 0 : node.Options.Write(_flat))
            .Int8(6, node.CustomOptionsFormat)
            .Offset(7, _flat.WriteVector(node.MutatingVariableInputs))
            .Offset(8, _flat.WriteVector(node.Intermediates))
            .UInt8(11, node.Options2 == null ? (byte)0 : node.Options2.UnionType)
            .Offset(12, node.Options2 == null ? 0 : node.Options2.Write(_flat))
            .Int32(13, node.DebugMetadataIndex, unless: -1);
        if (node.CustomOptionsOutside && node.CustomOptions != null)
        {
            fields.UInt64(9, _outside.Add(node.CustomOptions)).UInt64(10, (ulong)node.CustomOptions.LongLength);
        }
        else
        {
            fields.Offset(5, _flat.WriteVector(node.CustomOptions));
        }

        return _flat.WriteTable(fields);
    }

    private int WriteMetadata(MetadataDef metadata)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteString(metadata.Name))
            .UInt32(1, (uint)metadata.BufferIndex));
    }

    private int WriteSignature(SignatureDef signature)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, WriteList(signature.Inputs, WriteTensorMap))
            .Offset(1, WriteList(signature.Outputs, WriteTensorMap))
            .Offset(2, _flat.WriteString(signature.Key))
            .UInt32(4, (uint)signature.SubgraphIndex));
    }

    private int WriteTensorMap(TensorMapDef map)
    {
        return _flat.WriteTable(new TableFields()
            .Offset(0, _flat.WriteString(map.Name))
            .UInt32(1, (uint)map.TensorIndex));
    }

    private int WriteList<T>(List<T>? items, Func<T, int> write)
    {
        return items == null ? 0 : _flat.WriteOffsets(items.Select(write).ToList());
    }
}
