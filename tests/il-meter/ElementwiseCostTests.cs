// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Meter;

/// <summary>int8 functions of one input are tables: an element costs a load, a look-up and a store.</summary>
[Collection("il-meter")]
public class ElementwiseCostTests
{
    private const int Elements = 2000;
    private const double MaxUnits = 30;

    private static readonly Lazy<IlProfiler> _profiler = new(IlProfiler.OfThisProgram);

    [Theory]
    [InlineData(BuiltinOperator.Relu, 0.5f, 3)]
    [InlineData(BuiltinOperator.Relu6, 0.05f, -128)]
    [InlineData(BuiltinOperator.LeakyRelu, 0.5f, 3)]
    [InlineData(BuiltinOperator.Abs, 0.5f, 3)]
    [InlineData(BuiltinOperator.Logistic, 1f / 256f, -128)]
    [InlineData(BuiltinOperator.Tanh, 1f / 128f, 0)]
    [InlineData(BuiltinOperator.HardSwish, 0.05f, -100)]
    [InlineData(BuiltinOperator.Elu, 0.05f, -100)]
    [InlineData(BuiltinOperator.Exp, 0.05f, -128)]
    [InlineData(BuiltinOperator.Neg, 0.5f, 3)]
    public void An_int8_function_costs_at_most_thirty_units_an_element(BuiltinOperator code, float outputScale, long outputZeroPoint)
    {
        ModelBuilder model = new ModelBuilder();
        int input = model.Input("in", TensorType.Int8, [Elements], 0.04f, 5);
        int output = model.Tensor("out", TensorType.Int8, [Elements], outputScale, outputZeroPoint);
        OptionsTable? options = code == BuiltinOperator.LeakyRelu ? Options.LeakyRelu(0.1f) : null;
        model.Operator(code, options, [input], [output]);
        model.Output(output);

        ModelProfile profile = _profiler.Value.Profile(model.Build());

        Assert.InRange(profile.Nodes.Single().Units / Elements, 5, MaxUnits);
    }
}
