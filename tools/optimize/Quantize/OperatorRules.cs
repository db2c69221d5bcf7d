// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using TinyInterp.Schema;

namespace TinyInterp.Optimize.Quantize;

/// <summary>What the integer kernels of each operator ask for; an operator that is not here has none.</summary>
internal static class OperatorRules
{
    private static readonly Dictionary<BuiltinOperator, OperatorRule> _rules = Make();

    /// <summary>The rule of an operator, or null.</summary>
    internal static OperatorRule? Of(BuiltinOperator code)
    {
        return _rules.GetValueOrDefault(code);
    }

    /// <summary>The rule of an operator that is known to have one, as <see cref="SanityCheck"/> makes sure for every node with floats.</summary>
    internal static OperatorRule Required(BuiltinOperator code)
    {
        return _rules[code];
    }

    private static Dictionary<BuiltinOperator, OperatorRule> Make()
    {
        Dictionary<BuiltinOperator, OperatorRule> rules = new Dictionary<BuiltinOperator, OperatorRule>
        {
            [BuiltinOperator.Conv2D] = new OperatorRule { Int8Version = 3, Int16Version = 4, Weights = 1, Bias = 2 },
            [BuiltinOperator.DepthwiseConv2D] =
                new OperatorRule { Int8Version = 3, Int16Version = 5, Weights = 1, ChannelDimension = 3, Bias = 2 },
            [BuiltinOperator.FullyConnected] = new OperatorRule { Int8Version = 4, Int16Version = 7, Weights = 1, Bias = 2 },
            [BuiltinOperator.TransposeConv] =
                new OperatorRule { Int8Version = 2, Int16Version = 4, Weights = 1, Bias = 3, Activations = 2 },
            [BuiltinOperator.BatchMatMul] = new OperatorRule { Int8Version = 2, Int16Version = 3 },
            [BuiltinOperator.Svdf] = new OperatorRule { Int8Version = 3, IsRecurrent = true },
            [BuiltinOperator.UnidirectionalSequenceLstm] =
                new OperatorRule { Int8Version = 3, Int16Version = 4, IsRecurrent = true },
            [BuiltinOperator.Prelu] = new OperatorRule { Int8Version = 1, Int16Version = 2, NarrowInput = 1 },
            [BuiltinOperator.AddN] = new OperatorRule { Int8Version = 1, Sharing = Sharing.Inputs },
            [BuiltinOperator.Cumsum] = new OperatorRule { Int8Version = 1, Int16Version = 1, HasSymmetricInputs = true },
            [BuiltinOperator.EmbeddingLookup] =
                new OperatorRule { Int8Version = 3, Sharing = Sharing.All, HasSymmetricInputs = true },
            [BuiltinOperator.ScatterND] =
                new OperatorRule { Int8Version = 1, Int16Version = 1, Sharing = Sharing.All, HasSymmetricInputs = true },
            [BuiltinOperator.ZerosLike] = new OperatorRule { Int8Version = 1, Int16Version = 1, HasSymmetricOutputs = true },
            [BuiltinOperator.Softmax] = Fixed(2, 3, 1f / 256, -128, 1f / 32768),
            [BuiltinOperator.Logistic] = Fixed(2, 3, 1f / 256, -128, 1f / 32768),
            [BuiltinOperator.Tanh] = Fixed(2, 3, 1f / 128, 0, 1f / 32768),
            [BuiltinOperator.L2Normalization] = Fixed(2, 2, 1f / 128, 0, 1f / 32768),
            [BuiltinOperator.LogSoftmax] = Fixed(2, 0, 16f / 256, 127, 0),
        };

        // Each tensor has its own parameters, and the kernel requantises.
        Add(rules, Sharing.None, 2, 3, BuiltinOperator.Add, BuiltinOperator.Sub, BuiltinOperator.Mul);
        Add(rules, Sharing.None, 2, 2, BuiltinOperator.Relu, BuiltinOperator.ReluN1To1, BuiltinOperator.Relu0To1,
            BuiltinOperator.LeakyRelu, BuiltinOperator.SquaredDifference, BuiltinOperator.Mean, BuiltinOperator.Sum,
            BuiltinOperator.ArgMax, BuiltinOperator.ArgMin, BuiltinOperator.Abs, BuiltinOperator.Rsqrt);
        Add(rules, Sharing.None, 1, 1, BuiltinOperator.HardSwish, BuiltinOperator.Elu, BuiltinOperator.Gelu, BuiltinOperator.Neg,
            BuiltinOperator.Shape, BuiltinOperator.Rank);
        Add(rules, Sharing.None, 2, 2, BuiltinOperator.Equal, BuiltinOperator.NotEqual, BuiltinOperator.Greater,
            BuiltinOperator.GreaterEqual, BuiltinOperator.Less, BuiltinOperator.LessEqual);
        Add(rules, Sharing.None, 1, 0, BuiltinOperator.Div, BuiltinOperator.Exp, BuiltinOperator.Log, BuiltinOperator.Sqrt,
            BuiltinOperator.Square, BuiltinOperator.Sin, BuiltinOperator.Cos, BuiltinOperator.Sign);

        // Stored values move or are compared as they are.
        Add(rules, Sharing.All, 2, 3, BuiltinOperator.AveragePool2D, BuiltinOperator.MaxPool2D, BuiltinOperator.Concatenation,
            BuiltinOperator.Relu6, BuiltinOperator.ResizeBilinear, BuiltinOperator.ResizeNearestNeighbor);
        Add(rules, Sharing.All, 2, 2, BuiltinOperator.Maximum, BuiltinOperator.Minimum, BuiltinOperator.ReduceMax,
            BuiltinOperator.ReduceMin, BuiltinOperator.TopKV2, BuiltinOperator.Pad, BuiltinOperator.PadV2, BuiltinOperator.MirrorPad,
            BuiltinOperator.Slice, BuiltinOperator.StridedSlice, BuiltinOperator.Split, BuiltinOperator.SplitV, BuiltinOperator.Pack,
            BuiltinOperator.Unpack, BuiltinOperator.Gather, BuiltinOperator.Transpose, BuiltinOperator.BatchToSpaceND,
            BuiltinOperator.SpaceToBatchND, BuiltinOperator.DepthToSpace, BuiltinOperator.SpaceToDepth);
        Add(rules, Sharing.All, 1, 1, BuiltinOperator.Reshape, BuiltinOperator.Squeeze, BuiltinOperator.ExpandDims,
            BuiltinOperator.GatherND, BuiltinOperator.BroadcastTo, BuiltinOperator.Tile, BuiltinOperator.Fill, BuiltinOperator.OneHot,
            BuiltinOperator.ReverseV2, BuiltinOperator.ReverseSequence, BuiltinOperator.Select, BuiltinOperator.SelectV2,
            BuiltinOperator.DynamicUpdateSlice, BuiltinOperator.Cast);
        return rules;
    }

    private static OperatorRule Fixed(int int8Version, int int16Version, float scale, int zeroPoint, float int16Scale)
    {
        return new OperatorRule
        {
            Int8Version = int8Version,
            Int16Version = int16Version,
            Int8Output = new QuantizationParameters(scale, zeroPoint, 8),
            Int16Output = new QuantizationParameters(int16Scale, 0, 16),
        };
    }

    private static void Add(
        Dictionary<BuiltinOperator, OperatorRule> rules, Sharing sharing, int int8Version, int int16Version, params BuiltinOperator[] codes)
    {
        foreach (BuiltinOperator code in codes)
        {
            rules.Add(code, new OperatorRule { Int8Version = int8Version, Int16Version = int16Version, Sharing = sharing });
        }
    }
}
