// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

/// <summary>
/// The field types of every options table, by field id, which a reader cannot learn from the file. One letter per field:
/// ? bool, b byte or byte enum, i int, u uint, l long, f float, I and F vectors of int and float, B vector of bytes, s string.
/// </summary>
internal static class OptionsLayout
{
    public static string OfBuiltin(byte unionType)
    {
        return (BuiltinOptionsType)unionType switch
        {
            BuiltinOptionsType.Conv2D => "biibiib",
            BuiltinOptionsType.DepthwiseConv2D => "biiibii",
            BuiltinOptionsType.ConcatEmbeddings => "iII",
            BuiltinOptionsType.LshProjection => "b",
            BuiltinOptionsType.Pool2D => "biiiib",
            BuiltinOptionsType.Svdf => "ib?",
            BuiltinOptionsType.Rnn => "b?",
            BuiltinOptionsType.FullyConnected => "bb??b",
            BuiltinOptionsType.Softmax => "f",
            BuiltinOptionsType.Concatenation => "ib",
            BuiltinOptionsType.Add => "b?",
            BuiltinOptionsType.L2Norm => "b",
            BuiltinOptionsType.LocalResponseNormalization => "ifff",
            BuiltinOptionsType.Lstm => "bffb?",
            BuiltinOptionsType.ResizeBilinear => "ii??",
            BuiltinOptionsType.Call => "u",
            BuiltinOptionsType.Reshape => "I",
            BuiltinOptionsType.SkipGram => "ii?",
            BuiltinOptionsType.SpaceToDepth => "i",
            BuiltinOptionsType.EmbeddingLookupSparse => "b",
            BuiltinOptionsType.Mul => "b",
            BuiltinOptionsType.Gather => "ii",
            BuiltinOptionsType.Reducer => "?",
            BuiltinOptionsType.Sub => "b?",
            BuiltinOptionsType.Div => "b",
            BuiltinOptionsType.Squeeze => "I",
            BuiltinOptionsType.SequenceRnn => "?b?",
            BuiltinOptionsType.StridedSlice => "iiiii?",
            BuiltinOptionsType.Split => "i",
            BuiltinOptionsType.Cast => "bb",
            BuiltinOptionsType.ArgMax => "b",
            BuiltinOptionsType.TransposeConv => "biibb",
            BuiltinOptionsType.SparseToDense => "?",
            BuiltinOptionsType.Shape => "b",
            BuiltinOptionsType.ArgMin => "b",
            BuiltinOptionsType.FakeQuant => "ffi?",
            BuiltinOptionsType.Pack => "ii",
            BuiltinOptionsType.OneHot => "i",
            BuiltinOptionsType.Unpack => "ii",
            BuiltinOptionsType.BidirectionalSequenceLstm => "bff???",
            BuiltinOptionsType.BidirectionalSequenceRnn => "?b??",
            BuiltinOptionsType.UnidirectionalSequenceLstm => "bff???",
            BuiltinOptionsType.ResizeNearestNeighbor => "??",
            BuiltinOptionsType.LeakyRelu => "f",
            BuiltinOptionsType.MirrorPad => "b",
            BuiltinOptionsType.SplitV => "i",
            BuiltinOptionsType.Unique => "b",
            BuiltinOptionsType.ReverseSequence => "ii",
            BuiltinOptionsType.If => "ii",
            BuiltinOptionsType.While => "ii",
            BuiltinOptionsType.DepthToSpace => "i",
            BuiltinOptionsType.BatchMatMul => "???",
            BuiltinOptionsType.Cumsum => "??",
            BuiltinOptionsType.CallOnce => "i",
            BuiltinOptionsType.Conv3D => "biiibiii",
            BuiltinOptionsType.Hashtable => "ibb",
            BuiltinOptionsType.VarHandle => "ss",
            BuiltinOptionsType.Random => "ll",
            BuiltinOptionsType.Bucketize => "F",
            BuiltinOptionsType.Gelu => "?",
            _ => string.Empty
        };
    }

    public static string OfQuantization(byte unionType)
    {
        return unionType switch
        {
            1 => "B",
            2 => "iii",
            3 => "iiiI",
            _ => string.Empty
        };
    }
}
