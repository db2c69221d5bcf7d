// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// The fields of each table of the format: one letter per field, in the order of the field ids. Options tables are not listed, because
/// <see cref="OptionsView"/> checks their fields when a kernel reads them.
/// </summary>
internal static class TableLayout
{
    internal const char Ignored = '-';
    internal const char Scalar1 = '1';
    internal const char Scalar4 = '4';
    internal const char Scalar8 = '8';
    internal const char Vector1 = 'b';
    internal const char Vector4 = 'i';
    internal const char Vector8 = 'l';
    internal const char Text = 't';
    internal const char AnyTable = 'a';
    internal const char QuantizationTable = 'q';
    internal const char OperatorCodes = 'C';
    internal const char Subgraphs = 'G';
    internal const char Buffers = 'B';
    internal const char MetadataEntries = 'M';
    internal const char Signatures = 'S';
    internal const char TensorMaps = 'N';
    internal const char Tensors = 'T';
    internal const char Operators = 'O';

    internal const string Model = "4CGtBiMS";
    internal const string OperatorCode = "1t44";
    internal const string Subgraph = "TiiOt";
    internal const string Buffer = "b88";
    internal const string Metadata = "t4";
    internal const string Signature = "NNt-4";
    internal const string TensorMap = "t4";
    internal const string Tensor = "i14tq1ai";
    internal const string Quantization = "iiil1a4";
    internal const string Operator = "4ii1ab1bi881a";

    /// <summary>The layout of the tables in a vector of this kind.</summary>
    internal static string OfElements(char kind)
    {
        switch (kind)
        {
            case OperatorCodes:
                return OperatorCode;
            case Subgraphs:
                return Subgraph;
            case Buffers:
                return Buffer;
            case MetadataEntries:
                return Metadata;
            case Signatures:
                return Signature;
            case TensorMaps:
                return TensorMap;
            case Tensors:
                return Tensor;
            default:
                return Operator;
        }
    }
}
