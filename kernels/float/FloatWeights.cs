// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// float32 weights of a node: computed by another node, the bytes of a constant in the model, or a typed copy of these if the budget
/// leaves room. A weight read from bytes costs about 25 units more than one of an array.
/// </summary>
internal sealed class FloatWeights
{
    private readonly Tensor _tensor;
    private float[] _copy;

    private FloatWeights(Tensor tensor)
    {
        _tensor = tensor;
    }

    /// <summary>The weights' type and shape.</summary>
    internal Tensor Tensor => _tensor;

    /// <summary>The weights as an array; null where they can only be read one by one.</summary>
    internal float[] Data => _tensor.IsConstant ? _copy : _tensor.Float32;

    /// <summary>Index of the first weight in <see cref="Data"/>.</summary>
    internal int Offset => _tensor.IsConstant ? 0 : _tensor.Offset;

    /// <summary>Size of a dimension.</summary>
    internal int Dimension(int index)
    {
        return _tensor.Shape[index];
    }

    /// <summary>The weights that are an input, or null where it is left out.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.TypeMismatch"/>: they are not float32.</exception>
    internal static FloatWeights Optional(PrepareContext context, int index)
    {
        return context.HasInput(index) ? Of(context, index) : null;
    }

    /// <summary>The weights that are an input.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.InputMissing"/>; <see cref="ErrorCode.TypeMismatch"/>: they are not float32.
    /// </exception>
    internal static FloatWeights Of(PrepareContext context, int index)
    {
        Tensor tensor = context.RawInput(index);
        if (tensor.Type != TensorType.Float32)
        {
            throw context.Error(ErrorCode.TypeMismatch, tensor, (int)TensorType.Float32, (int)tensor.Type);
        }

        return new FloatWeights(tensor);
    }

    /// <summary>Makes typed copies of all weights of a node where there is room for them, and gives them up where there is none.</summary>
    /// <param name="spare">What the budget leaves; null to give up.</param>
    /// <param name="all">The weights; null entries are passed over.</param>
    internal static void Pack(SpareMemory spare, params FloatWeights[] all)
    {
        long bytes = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] != null)
            {
                all[i]._copy = null;
                bytes += all[i]._tensor.IsConstant ? all[i]._tensor.ByteCount : 0;
            }
        }

        if (spare == null || !spare.TryTake(bytes))
        {
            return;
        }

        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] != null && all[i]._tensor.IsConstant)
            {
                all[i].Copy();
            }
        }
    }

    /// <summary>One weight, wherever it is.</summary>
    internal float Read(int index)
    {
        return Data != null ? Data[Offset + index] : BitConverter.ToSingle(_tensor.ConstantBytes, _tensor.ConstantOffset + 4 * index);
    }

    /// <summary>Adds products to a sum one after the other, wherever the weights are.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="values">What is weighed.</param>
    /// <param name="first">Index of the first value.</param>
    /// <param name="end">Index behind the last.</param>
    /// <param name="weight">Index of the first weight.</param>
    internal float AddProducts(float sum, float[] values, int first, int end, int weight)
    {
        float[] data = Data;
        if (data != null)
        {
            int w = Offset + weight;
            for (int p = first; p < end; p++)
            {
                sum += values[p] * data[w++];
            }

            return sum;
        }

        byte[] bytes = _tensor.ConstantBytes;
        int at = _tensor.ConstantOffset + 4 * weight;
        for (int p = first; p < end; p++)
        {
            sum += values[p] * BitConverter.ToSingle(bytes, at);
            at += 4;
        }

        return sum;
    }

    private void Copy()
    {
        float[] copy = new float[_tensor.ElementCount];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = Read(i);
        }

        _copy = copy;
    }
}
