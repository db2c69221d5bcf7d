// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>MEAN, SUM and every REDUCE_ operator.</summary>
    public static OptionsTable Reducer(bool keepDims = false)
    {
        return new OptionsTable(BuiltinOptionsType.Reducer).Bool(0, keepDims);
    }

    /// <summary>ARG_MAX.</summary>
    public static OptionsTable ArgMax(TensorType outputType = TensorType.Int32)
    {
        return new OptionsTable(BuiltinOptionsType.ArgMax).Type(0, outputType);
    }

    /// <summary>ARG_MIN.</summary>
    public static OptionsTable ArgMin(TensorType outputType = TensorType.Int32)
    {
        return new OptionsTable(BuiltinOptionsType.ArgMin).Type(0, outputType);
    }

    /// <summary>CUMSUM.</summary>
    public static OptionsTable Cumsum(bool exclusive = false, bool reverse = false)
    {
        return new OptionsTable(BuiltinOptionsType.Cumsum).Bool(0, exclusive).Bool(1, reverse);
    }
}
