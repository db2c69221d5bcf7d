// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>CONV_2D.</summary>
    public static OptionsTable Conv2D(
        Padding padding,
        int strideW,
        int strideH,
        Activation activation = Activation.None,
        int dilationW = 1,
        int dilationH = 1,
        TensorType quantizedBiasType = TensorType.Float32)
    {
        return new OptionsTable(BuiltinOptionsType.Conv2D)
            .Int8(0, (sbyte)padding)
            .Int32(1, strideW)
            .Int32(2, strideH)
            .Activation(3, activation)
            .Int32(4, dilationW, unless: 1)
            .Int32(5, dilationH, unless: 1)
            .Type(6, quantizedBiasType);
    }

    /// <summary>DEPTHWISE_CONV_2D.</summary>
    public static OptionsTable DepthwiseConv2D(
        Padding padding,
        int strideW,
        int strideH,
        int depthMultiplier,
        Activation activation = Activation.None,
        int dilationW = 1,
        int dilationH = 1)
    {
        return new OptionsTable(BuiltinOptionsType.DepthwiseConv2D)
            .Int8(0, (sbyte)padding)
            .Int32(1, strideW)
            .Int32(2, strideH)
            .Int32(3, depthMultiplier)
            .Activation(4, activation)
            .Int32(5, dilationW, unless: 1)
            .Int32(6, dilationH, unless: 1);
    }

    /// <summary>TRANSPOSE_CONV.</summary>
    public static OptionsTable TransposeConv(
        Padding padding,
        int strideW,
        int strideH,
        Activation activation = Activation.None,
        TensorType quantizedBiasType = TensorType.Float32)
    {
        return new OptionsTable(BuiltinOptionsType.TransposeConv)
            .Int8(0, (sbyte)padding)
            .Int32(1, strideW)
            .Int32(2, strideH)
            .Activation(3, activation)
            .Type(4, quantizedBiasType);
    }

    /// <summary>CONV_3D and CONV_3D_TRANSPOSE.</summary>
    public static OptionsTable Conv3D(
        Padding padding,
        int strideD,
        int strideW,
        int strideH,
        Activation activation = Activation.None,
        int dilationD = 1,
        int dilationW = 1,
        int dilationH = 1)
    {
        return new OptionsTable(BuiltinOptionsType.Conv3D)
            .Int8(0, (sbyte)padding)
            .Int32(1, strideD)
            .Int32(2, strideW)
            .Int32(3, strideH)
            .Activation(4, activation)
            .Int32(5, dilationD, unless: 1)
            .Int32(6, dilationW, unless: 1)
            .Int32(7, dilationH, unless: 1);
    }

    /// <summary>AVERAGE_POOL_2D, MAX_POOL_2D and L2_POOL_2D.</summary>
    public static OptionsTable Pool2D(
        Padding padding,
        int strideW,
        int strideH,
        int filterWidth,
        int filterHeight,
        Activation activation = Activation.None)
    {
        return new OptionsTable(BuiltinOptionsType.Pool2D)
            .Int8(0, (sbyte)padding)
            .Int32(1, strideW)
            .Int32(2, strideH)
            .Int32(3, filterWidth)
            .Int32(4, filterHeight)
            .Activation(5, activation);
    }

    /// <summary>FULLY_CONNECTED.</summary>
    public static OptionsTable FullyConnected(
        Activation activation = Activation.None,
        WeightsFormat weightsFormat = WeightsFormat.Default,
        bool keepNumDims = false,
        bool asymmetricQuantizeInputs = false,
        TensorType quantizedBiasType = TensorType.Float32)
    {
        return new OptionsTable(BuiltinOptionsType.FullyConnected)
            .Activation(0, activation)
            .Int8(1, (sbyte)weightsFormat)
            .Bool(2, keepNumDims)
            .Bool(3, asymmetricQuantizeInputs)
            .Type(4, quantizedBiasType);
    }

    /// <summary>BATCH_MATMUL.</summary>
    public static OptionsTable BatchMatMul(bool adjX = false, bool adjY = false, bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.BatchMatMul)
            .Bool(0, adjX)
            .Bool(1, adjY)
            .Bool(2, asymmetricQuantizeInputs);
    }
}
