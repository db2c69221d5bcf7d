// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Diagnostics.CodeAnalysis;
using TinyInterp.Compiler.Graph;
using TinyInterp.Schema;

namespace TinyInterp.Compiler.Kernels;

/// <summary>
/// Runs a node's prepared kernel on inputs that the compiler chooses. What depends on few stored values can be tabulated that way, and the table is
/// the kernel's own result, not a second implementation.
/// </summary>
internal static class KernelProbe
{
    /// <summary>The stored result for each stored value of an int8 function of one input.</summary>
    /// <param name="node">A node whose output element i depends on input element i alone.</param>
    /// <param name="input">The input that varies.</param>
    /// <returns>One result for each value from the input's least to its greatest, or null if the kernel refuses one of them.</returns>
    internal static sbyte[]? Function(GraphNode node, GraphTensor input)
    {
        sbyte[] results = new sbyte[input.Max - input.Min + 1];
        int count = input.ElementCount;
        for (int first = 0; first < results.Length; first += count)
        {
            for (int i = 0; i < count; i++)
            {
                input.Tensor.SetInteger(i, input.Min + Math.Min(first + i, results.Length - 1));
            }

            if (!TryEval(node))
            {
                return null;
            }

            for (int i = 0; i < count && first + i < results.Length; i++)
            {
                results[first + i] = (sbyte)node.Outputs[0].Tensor.GetInteger(i);
            }
        }

        return results;
    }

    /// <summary>The stored result for each pair of stored values of an int8 function of two inputs of the same shape.</summary>
    /// <param name="node">A node whose output element i depends on the elements i of its two inputs.</param>
    /// <returns>Results by the first value and the second, each counted from its tensor's least; null if the kernel refuses a pair.</returns>
    internal static sbyte[,]? Pairs(GraphNode node)
    {
        GraphTensor one = node.Input(0);
        GraphTensor two = node.Input(1);
        Tensor output = node.Outputs[0].Tensor;
        int width = two.Max - two.Min + 1;
        sbyte[,] results = new sbyte[one.Max - one.Min + 1, width];
        int count = output.ElementCount;
        for (int first = 0; first < results.Length; first += count)
        {
            for (int i = 0; i < Math.Min(count, results.Length); i++)
            {
                int pair = Math.Min(first + i, results.Length - 1);
                one.Tensor.SetInteger(i, one.Min + pair / width);
                two.Tensor.SetInteger(i, two.Min + pair % width);
            }

            if (!TryEval(node))
            {
                return null;
            }

            for (int i = 0; i < count && first + i < results.Length; i++)
            {
                results[(first + i) / width, (first + i) % width] = (sbyte)output.GetInteger(i);
            }
        }

        return results;
    }

    /// <summary>Runs the kernel once.</summary>
    /// <returns>Whether it accepts its inputs.</returns>
    internal static bool TryEval(GraphNode node)
    {
        try
        {
            node.Kernel.Eval();
            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }

    /// <summary>Whether a tensor is an int8 tensor with elements that are computed at run time.</summary>
    internal static bool IsComputedInt8([NotNullWhen(true)] GraphTensor? tensor)
    {
        return tensor != null && tensor.Type == TensorType.Int8 && !tensor.IsConstant && !tensor.Tensor.IsVariable && tensor.ElementCount != 0;
    }
}
