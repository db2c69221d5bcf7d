// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace TinyInterp.Writer;

/// <summary>Turns the bytes of a model file into a document, field by field as the writer writes them.</summary>
internal sealed class ModelDocumentReader
{
    private readonly byte[] _file;

    private ModelDocumentReader(byte[] file)
    {
        _file = file;
    }

    public static ModelDocument Read(byte[] file)
    {
        if (file.Length < 8 || Encoding.ASCII.GetString(file, 4, 4) != "TFL3")
        {
            throw new InvalidDataException("This is not a TFLite model: the identifier TFL3 is missing at byte 4.");
        }

        try
        {
            return new ModelDocumentReader(file).ReadModel(new TableReader(file, BinaryPrimitives.ReadInt32LittleEndian(file)));
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InvalidDataException("The model refers to bytes outside the file; `tinyinterp verify` says where.", error);
        }
    }

    private static OperatorCodeDef ReadOperatorCode(TableReader table)
    {
        return new OperatorCodeDef
        {
            DeprecatedBuiltinCode = table.Scalar<sbyte>(0),
            CustomCode = table.Text(1),
            Version = table.Scalar(2, 1),
            BuiltinCode = table.Scalar<int>(3)
        };
    }

    private static TensorDef ReadTensor(TableReader table)
    {
        RefuseFieldsFrom(10, table, "Tensor");
        return new TensorDef
        {
            Shape = table.Vector<int>(0),
            Type = (TensorType)table.Scalar<sbyte>(1),
            BufferIndex = table.Scalar<int>(2),
            Name = table.Text(3),
            Quantization = table.Has(4) ? ReadQuantization(table.Table(4)) : null,
            IsVariable = table.Scalar<byte>(5) != 0,
            Sparsity = table.Has(6) ? ReadSparsity(table.Table(6)) : null,
            ShapeSignature = table.Vector<int>(7),
            HasRank = table.Scalar<byte>(8) != 0,
            VariantTensors = table.Tables(9, ReadVariant)
        };
    }

    private static VariantDef ReadVariant(TableReader table)
    {
        return new VariantDef
        {
            Shape = table.Vector<int>(0),
            Type = (TensorType)table.Scalar<sbyte>(1),
            HasRank = table.Scalar<byte>(2) != 0
        };
    }

    private static QuantizationDef ReadQuantization(TableReader table)
    {
        return new QuantizationDef
        {
            Min = table.Vector<float>(0),
            Max = table.Vector<float>(1),
            Scale = table.Vector<float>(2),
            ZeroPoint = table.Vector<long>(3),
            Details = ReadUnion(table, 4, OptionsLayout.OfQuantization),
            QuantizedDimension = table.Scalar<int>(6)
        };
    }

    private static SparsityDef ReadSparsity(TableReader table)
    {
        return new SparsityDef
        {
            TraversalOrder = table.Vector<int>(0),
            BlockMap = table.Vector<int>(1),
            Dimensions = table.Tables(2, ReadSparseDimension)
        };
    }

    private static SparseDimensionDef ReadSparseDimension(TableReader table)
    {
        return new SparseDimensionDef
        {
            Format = (DimensionFormat)table.Scalar<sbyte>(0),
            DenseSize = table.Scalar<int>(1),
            Segments = ReadSparseIndices(table, 2),
            Indices = ReadSparseIndices(table, 4)
        };
    }

    private static Array? ReadSparseIndices(TableReader table, int tagId)
    {
        byte tag = table.Scalar<byte>(tagId);
        if (tag == 0)
        {
            return null;
        }

        TableReader indices = table.Table(tagId + 1);
        return tag switch
        {
            1 => indices.Vector<int>(0),
            2 => indices.Vector<ushort>(0),
            3 => indices.Vector<byte>(0),
            _ => throw new NotSupportedException("A sparse tensor has indices of the unknown type " + tag + ".")
        };
    }

    private static MetadataDef ReadMetadata(TableReader table)
    {
        return new MetadataDef { Name = table.Text(0), BufferIndex = table.Scalar<int>(1) };
    }

    private static SignatureDef ReadSignature(TableReader table)
    {
        return new SignatureDef
        {
            Inputs = table.Tables(0, ReadTensorMap),
            Outputs = table.Tables(1, ReadTensorMap),
            Key = table.Text(2),
            SubgraphIndex = table.Scalar<int>(4)
        };
    }

    private static TensorMapDef ReadTensorMap(TableReader table)
    {
        return new TensorMapDef { Name = table.Text(0), TensorIndex = table.Scalar<int>(1) };
    }

    private static OptionsTable? ReadUnion(TableReader table, int tagId, Func<byte, string> layoutOf)
    {
        byte tag = table.Scalar<byte>(tagId);
        if (tag == 0)
        {
            return null;
        }

        OptionsTable options = new OptionsTable(tag);
        if (!table.Has(tagId + 1))
        {
            return options;
        }

        TableReader fields = table.Table(tagId + 1);
        string layout = layoutOf(tag);
        RefuseFieldsFrom(layout.Length, fields, "options table " + tag);
        for (int id = 0; id < layout.Length; id++)
        {
            if (fields.Has(id))
            {
                options.Set(id, ReadField(fields, id, layout[id]));
            }
        }

        return options;
    }

    // The field is present.
    private static object ReadField(TableReader table, int id, char type)
    {
        return type switch
        {
            '?' => table.Scalar<byte>(id) != 0,
            'b' => table.Scalar<sbyte>(id),
            'i' => table.Scalar<int>(id),
            'u' => table.Scalar<uint>(id),
            'l' => table.Scalar<long>(id),
            'f' => table.Scalar<float>(id),
            'I' => table.Vector<int>(id)!,
            'F' => table.Vector<float>(id)!,
            'B' => table.Vector<byte>(id)!,
            's' => table.Text(id)!,
            _ => throw new InvalidOperationException("Unknown letter in the layout of an options table: " + type)
        };
    }

    // A field whose type is unknown cannot be copied, since it may be a reference. Refusing is better than losing it.
    private static void RefuseFieldsFrom(int firstUnknown, TableReader table, string what)
    {
        for (int id = firstUnknown; id < table.SlotCount; id++)
        {
            if (table.Has(id))
            {
                throw new NotSupportedException("Field " + id + " of " + what + " is newer than this tool and would be lost.");
            }
        }
    }

    private ModelDocument ReadModel(TableReader table)
    {
        RefuseFieldsFrom(8, table, "Model");
        return new ModelDocument
        {
            Version = table.Scalar<uint>(0),
            OperatorCodes = table.Tables(1, ReadOperatorCode) ?? new List<OperatorCodeDef>(),
            Subgraphs = table.Tables(2, ReadSubgraph) ?? new List<SubgraphDef>(),
            Description = table.Text(3),
            Buffers = table.Tables(4, ReadBuffer) ?? new List<BufferDef>(),
            MetadataBuffers = table.Vector<int>(5),
            Metadata = table.Tables(6, ReadMetadata),
            Signatures = table.Tables(7, ReadSignature)
        };
    }

    private SubgraphDef ReadSubgraph(TableReader table)
    {
        RefuseFieldsFrom(6, table, "SubGraph");
        return new SubgraphDef
        {
            Tensors = table.Tables(0, ReadTensor) ?? new List<TensorDef>(),
            Inputs = new List<int>(table.Vector<int>(1) ?? []),
            Outputs = new List<int>(table.Vector<int>(2) ?? []),
            Operators = table.Tables(3, ReadOperator) ?? new List<OperatorDef>(),
            Name = table.Text(4),
            DebugMetadataIndex = table.Scalar(5, -1)
        };
    }

    private BufferDef ReadBuffer(TableReader table)
    {
        byte[]? outside = ReadOutside(table, 1);
        return new BufferDef { Data = outside ?? table.Vector<byte>(0), Outside = outside != null };
    }

    private OperatorDef ReadOperator(TableReader table)
    {
        RefuseFieldsFrom(14, table, "Operator");
        byte[]? outside = ReadOutside(table, 9);
        return new OperatorDef
        {
            OpcodeIndex = table.Scalar<int>(0),
            Inputs = table.Vector<int>(1),
            Outputs = table.Vector<int>(2),
            Options = ReadUnion(table, 3, OptionsLayout.OfBuiltin),
            CustomOptions = outside ?? table.Vector<byte>(5),
            CustomOptionsFormat = table.Scalar<sbyte>(6),
            CustomOptionsOutside = outside != null,
            MutatingVariableInputs = table.Vector<bool>(7),
            Intermediates = table.Vector<int>(8),
            Options2 = ReadUnion(table, 11, tag => string.Empty),
            DebugMetadataIndex = table.Scalar(13, -1)
        };
    }

    // Offsets 0 and 1 both say that there is no data outside.
    private byte[]? ReadOutside(TableReader table, int offsetId)
    {
        ulong offset = table.Scalar<ulong>(offsetId);
        ulong size = table.Scalar<ulong>(offsetId + 1);
        return offset <= 1 ? null : _file.AsSpan(checked((int)offset), checked((int)size)).ToArray();
    }
}
