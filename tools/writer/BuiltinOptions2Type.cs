// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Written by `dotnet run --project tools/codegen` from schema/tflite.fbs. A test compares the two.

namespace TinyInterp.Writer;

/// <summary>The type tag of the second options union, BuiltinOptions2.</summary>
public enum BuiltinOptions2Type : byte
{
    /// <summary>No table.</summary>
    None = 0,

    /// <summary>StablehloConcatenateOptions.</summary>
    StablehloConcatenate = 1,

    /// <summary>StablehloBroadcastInDimOptions.</summary>
    StablehloBroadcastInDim = 2,

    /// <summary>StablehloSliceOptions.</summary>
    StablehloSlice = 3,

    /// <summary>StablehloConvolutionOptions.</summary>
    StablehloConvolution = 4,

    /// <summary>StablehloCustomCallOptions.</summary>
    StablehloCustomCall = 5,

    /// <summary>StablehloReduceOptions.</summary>
    StablehloReduce = 6,

    /// <summary>StablehloScatterOptions.</summary>
    StablehloScatter = 7,

    /// <summary>StablehloCompareOptions.</summary>
    StablehloCompare = 8,

    /// <summary>StablehloDynamicSliceOptions.</summary>
    StablehloDynamicSlice = 9,

    /// <summary>StablehloPadOptions.</summary>
    StablehloPad = 10,

    /// <summary>StablehloIotaOptions.</summary>
    StablehloIota = 11,

    /// <summary>StablehloDotGeneralOptions.</summary>
    StablehloDotGeneral = 12,

    /// <summary>StablehloReduceWindowOptions.</summary>
    StablehloReduceWindow = 13,

    /// <summary>StablehloSortOptions.</summary>
    StablehloSort = 14,

    /// <summary>StablehloWhileOptions.</summary>
    StablehloWhile = 15,

    /// <summary>StablehloGatherOptions.</summary>
    StablehloGather = 16,

    /// <summary>StablehloTransposeOptions.</summary>
    StablehloTranspose = 17,

    /// <summary>DilateOptions.</summary>
    Dilate = 18,

    /// <summary>StablehloRngBitGeneratorOptions.</summary>
    StablehloRngBitGenerator = 19,

    /// <summary>ReduceWindowOptions.</summary>
    ReduceWindow = 20,

    /// <summary>StableHLOCompositeOptions.</summary>
    StablehloComposite = 21,

    /// <summary>StablehloShiftLeftOptions.</summary>
    StablehloShiftLeft = 22,

    /// <summary>StablehloCaseOptions.</summary>
    StablehloCase = 23
}
