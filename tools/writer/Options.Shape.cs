// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>CONCATENATION.</summary>
    public static OptionsTable Concatenation(int axis, Activation activation = Activation.None)
    {
        return new OptionsTable(BuiltinOptionsType.Concatenation).Int32(0, axis).Activation(1, activation);
    }

    /// <summary>RESHAPE; null where the new shape is an input.</summary>
    public static OptionsTable Reshape(int[]? newShape = null)
    {
        return new OptionsTable(BuiltinOptionsType.Reshape).Vector(0, newShape);
    }

    /// <summary>SQUEEZE; null or empty: every dimension of size 1.</summary>
    public static OptionsTable Squeeze(int[]? dimensions = null)
    {
        return new OptionsTable(BuiltinOptionsType.Squeeze).Vector(0, dimensions);
    }

    /// <summary>SHAPE.</summary>
    public static OptionsTable Shape(TensorType outputType = TensorType.Int32)
    {
        return new OptionsTable(BuiltinOptionsType.Shape).Type(0, outputType);
    }

    /// <summary>SPLIT.</summary>
    public static OptionsTable Split(int count)
    {
        return new OptionsTable(BuiltinOptionsType.Split).Int32(0, count);
    }

    /// <summary>SPLIT_V.</summary>
    public static OptionsTable SplitV(int count)
    {
        return new OptionsTable(BuiltinOptionsType.SplitV).Int32(0, count);
    }

    /// <summary>PACK.</summary>
    public static OptionsTable Pack(int count, int axis)
    {
        return new OptionsTable(BuiltinOptionsType.Pack).Int32(0, count).Int32(1, axis);
    }

    /// <summary>UNPACK.</summary>
    public static OptionsTable Unpack(int count, int axis)
    {
        return new OptionsTable(BuiltinOptionsType.Unpack).Int32(0, count).Int32(1, axis);
    }

    /// <summary>GATHER.</summary>
    public static OptionsTable Gather(int axis = 0, int batchDims = 0)
    {
        return new OptionsTable(BuiltinOptionsType.Gather).Int32(0, axis).Int32(1, batchDims);
    }

    /// <summary>STRIDED_SLICE; bit i of a mask concerns dimension i.</summary>
    public static OptionsTable StridedSlice(
        int beginMask = 0,
        int endMask = 0,
        int ellipsisMask = 0,
        int newAxisMask = 0,
        int shrinkAxisMask = 0,
        bool offset = false)
    {
        return new OptionsTable(BuiltinOptionsType.StridedSlice)
            .Int32(0, beginMask)
            .Int32(1, endMask)
            .Int32(2, ellipsisMask)
            .Int32(3, newAxisMask)
            .Int32(4, shrinkAxisMask)
            .Bool(5, offset);
    }

    /// <summary>MIRROR_PAD.</summary>
    public static OptionsTable MirrorPad(MirrorPadMode mode)
    {
        return new OptionsTable(BuiltinOptionsType.MirrorPad).Int8(0, (sbyte)mode);
    }

    /// <summary>SPACE_TO_DEPTH.</summary>
    public static OptionsTable SpaceToDepth(int blockSize)
    {
        return new OptionsTable(BuiltinOptionsType.SpaceToDepth).Int32(0, blockSize);
    }

    /// <summary>DEPTH_TO_SPACE.</summary>
    public static OptionsTable DepthToSpace(int blockSize)
    {
        return new OptionsTable(BuiltinOptionsType.DepthToSpace).Int32(0, blockSize);
    }

    /// <summary>ONE_HOT; axis -1 is the innermost.</summary>
    public static OptionsTable OneHot(int axis = -1)
    {
        return new OptionsTable(BuiltinOptionsType.OneHot).Int32(0, axis);
    }

    /// <summary>UNIQUE.</summary>
    public static OptionsTable Unique(TensorType indexType = TensorType.Int32)
    {
        return new OptionsTable(BuiltinOptionsType.Unique).Type(0, indexType, unless: TensorType.Int32);
    }

    /// <summary>SPARSE_TO_DENSE.</summary>
    public static OptionsTable SparseToDense(bool validateIndices = false)
    {
        return new OptionsTable(BuiltinOptionsType.SparseToDense).Bool(0, validateIndices);
    }

    /// <summary>REVERSE_SEQUENCE.</summary>
    public static OptionsTable ReverseSequence(int sequenceDimension, int batchDimension = 0)
    {
        return new OptionsTable(BuiltinOptionsType.ReverseSequence)
            .Int32(0, sequenceDimension)
            .Int32(1, batchDimension);
    }

    /// <summary>RESIZE_BILINEAR. Fields 0 and 1 are deprecated and not written.</summary>
    public static OptionsTable ResizeBilinear(bool alignCorners = false, bool halfPixelCenters = false)
    {
        return new OptionsTable(BuiltinOptionsType.ResizeBilinear).Bool(2, alignCorners).Bool(3, halfPixelCenters);
    }

    /// <summary>RESIZE_NEAREST_NEIGHBOR.</summary>
    public static OptionsTable ResizeNearestNeighbor(bool alignCorners = false, bool halfPixelCenters = false)
    {
        return new OptionsTable(BuiltinOptionsType.ResizeNearestNeighbor)
            .Bool(0, alignCorners)
            .Bool(1, halfPixelCenters);
    }
}
