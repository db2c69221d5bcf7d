// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>EMBEDDING_LOOKUP_SPARSE.</summary>
    public static OptionsTable EmbeddingLookupSparse(CombinerType combiner)
    {
        return new OptionsTable(BuiltinOptionsType.EmbeddingLookupSparse).Int8(0, (sbyte)combiner);
    }

    /// <summary>CONCAT_EMBEDDINGS.</summary>
    public static OptionsTable ConcatEmbeddings(int channels, int[] columnsPerChannel, int[] dimensionPerChannel)
    {
        return new OptionsTable(BuiltinOptionsType.ConcatEmbeddings)
            .Int32(0, channels)
            .Vector(1, columnsPerChannel)
            .Vector(2, dimensionPerChannel);
    }

    /// <summary>LSH_PROJECTION.</summary>
    public static OptionsTable LshProjection(LshProjectionType type)
    {
        return new OptionsTable(BuiltinOptionsType.LshProjection).Int8(0, (sbyte)type);
    }

    /// <summary>SKIP_GRAM.</summary>
    public static OptionsTable SkipGram(int ngramSize, int maxSkipSize, bool includeAllNgrams)
    {
        return new OptionsTable(BuiltinOptionsType.SkipGram)
            .Int32(0, ngramSize)
            .Int32(1, maxSkipSize)
            .Bool(2, includeAllNgrams);
    }

    /// <summary>BUCKETIZE.</summary>
    public static OptionsTable Bucketize(float[] boundaries)
    {
        return new OptionsTable(BuiltinOptionsType.Bucketize).Set(0, boundaries);
    }
}
