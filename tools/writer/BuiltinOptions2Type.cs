// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

// The names are those of the tables in schema/tflite.fbs, which says what each holds.
#pragma warning disable CS1591

/// <summary>The type tag of the second options union; its tables are named, not described.</summary>
public enum BuiltinOptions2Type : byte
{
    None = 0,
    StablehloConcatenate = 1,
    StablehloBroadcastInDim = 2,
    StablehloSlice = 3,
    StablehloConvolution = 4,
    StablehloCustomCall = 5,
    StablehloReduce = 6,
    StablehloScatter = 7,
    StablehloCompare = 8,
    StablehloDynamicSlice = 9,
    StablehloPad = 10,
    StablehloIota = 11,
    StablehloDotGeneral = 12,
    StablehloReduceWindow = 13,
    StablehloSort = 14,
    StablehloWhile = 15,
    StablehloGather = 16,
    StablehloTranspose = 17,
    Dilate = 18,
    StablehloRngBitGenerator = 19,
    ReduceWindow = 20,
    StablehloComposite = 21,
    StablehloShiftLeft = 22,
    StablehloCase = 23
}
