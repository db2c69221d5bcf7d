// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>DEQUANTIZE of float16 constants.</summary>
public class Float16Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_half_becomes_the_single_that_it_is(bool isDevice)
    {
        ushort[] halves = Enumerable.Range(0, 65536).Select(bits => (ushort)bits).ToArray();
        ModelBuilder builder = new ModelBuilder();
        int constant = builder.Constant("h", TensorType.Float16, [65536], halves.SelectMany(BitConverter.GetBytes).ToArray());
        int y = builder.Tensor("y", TensorType.Float32, [65536]);
        builder.Operator(BuiltinOperator.Dequantize, null, [constant], [y], 3);
        builder.Output(y);
        IModelSession session = (isDevice ? Engines.Device : Engines.Desktop).Load(builder.Build());

        Assert.Equal(0, session.Invoke());

        byte[] found = session.GetOutput(0);
        for (int i = 0; i < halves.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf(halves[i]);
            float single = BitConverter.ToSingle(found, 4 * i);
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(single) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(single),
                i + ": " + single + " for " + expected);
        }
    }

    [Fact]
    public void A_computed_float16_tensor_is_refused()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float16, [4]);
        int y = builder.Tensor("y", TensorType.Float32, [4]);
        builder.Operator(BuiltinOperator.Dequantize, null, [x], [y], 3);
        builder.Output(y);

        Assert.Throws<EngineException>(() => Engines.Desktop.Load(builder.Build()));
    }
}
