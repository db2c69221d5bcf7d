// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels;

/// <summary>What docs/differences.md says of nodes that the reference runs otherwise or not at all, where no other test shows it.</summary>
public partial class DifferencesTests
{
    private const TensorType Int8 = TensorType.Int8;

    [Fact]
    public void Each_test_that_the_page_names_exists()
    {
        string page = File.ReadAllText(RepositoryFiles.At("docs", "differences.md"));
        string[] tests = typeof(DifferencesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => type.Name + "." + method.Name))
            .ToArray();
        string[] named = TestName().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.True(named.Length > 30, "only " + named.Length + " tests are named");
        Assert.Equal([], named.Except(tests));
        foreach (string line in page.Split('\n').Where(line => line.StartsWith("| ") && !line.StartsWith("| what") && !line.StartsWith("|---")))
        {
            Assert.True(TestName().IsMatch(line), "no test is named: " + line);
        }
    }

    [Theory]
    [InlineData(TensorType.Int8, -128, 127)]
    [InlineData(TensorType.Int16, -32768, 32767)]
    [InlineData(TensorType.UInt8, 0, 255)]
    public void Quantize_saturates_what_32_bits_cannot_hold(TensorType type, int min, int max)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [6]);
        int y = builder.Tensor("y", type, [6], 1e-6f, 3);
        builder.Operator(BuiltinOperator.Quantize, null, [x], [y]);
        builder.Output(y);
        MicroInterpreter interpreter = Load(builder);
        float[] values = [1e10f, -1e10f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0f];
        interpreter.Input(0).Quantize(values, 0);

        interpreter.Invoke();

        Assert.Equal([max, min, max, min, 3, 3], Running.Get(interpreter.Output(0)));
    }

    [Theory]
    [InlineData(Activation.None, ErrorCode.None)]
    [InlineData(Activation.Relu, ErrorCode.None)]
    [InlineData(Activation.Relu6, ErrorCode.OptionUnsupported)]
    [InlineData(Activation.Tanh, ErrorCode.OptionUnsupported)]
    public void Svdf_int8_takes_no_activation_that_would_have_to_clamp(Activation activation, ErrorCode error)
    {
        ModelBuilder builder = Svdf(activation, TensorType.Int8, 0);
        if (error != ErrorCode.None)
        {
            Refused(error, builder);
            return;
        }

        // RELU is not applied: -5 stays what it is.
        Assert.Equal([-5], Load(builder).Run(-5));
    }

    [Fact]
    public void An_int16_variable_begins_with_the_stored_0_whatever_its_zero_point()
    {
        // The state's zero point 2 is taken off the four zeros that it begins with, and the new feature is 7 + 2 - 2.
        MicroInterpreter interpreter = Load(Svdf(Activation.None, TensorType.Int16, 2));
        Assert.Equal([7 - 2 * 3], interpreter.Run(7));

        interpreter = Load(Svdf(Activation.None, TensorType.Int8, 2));
        Assert.Equal([7], interpreter.Run(7));
    }

    [Fact]
    public void A_biass_own_scale_does_not_matter()
    {
        long[] Run(QuantizationDef? quantization)
        {
            ModelBuilder builder = SmallConvolution(quantization, QuantizationDef.PerTensor(0.5f, 0), 1f);
            return Load(builder).Run(1, 2, 3, 4);
        }

        Assert.Equal(Run(null), Run(QuantizationDef.PerTensor(100f, 0)));
    }

    [Fact]
    public void Filters_with_a_zero_point_and_factors_without_room_to_round_are_refused()
    {
        Load(SmallConvolution(null, QuantizationDef.PerTensor(0.5f, 0), 1f));
        Refused(ErrorCode.QuantizationUnsupported, SmallConvolution(null, QuantizationDef.PerTensor(0.5f, 1), 1f));
        Refused(ErrorCode.QuantizationUnsupported, SmallConvolution(null, QuantizationDef.PerTensor(0.5f, 0), 1e-5f));
    }

    [Fact]
    public void More_than_ten_inputs_are_concatenated()
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1], 1f, 0);
        int y = builder.Tensor("y", Int8, [12], 1f, 0);
        builder.Operator(BuiltinOperator.Concatenation, Options.Concatenation(0), Enumerable.Repeat(x, 12).ToArray(), [y]);
        builder.Output(y);

        Assert.Equal(Enumerable.Repeat(9L, 12), Load(builder).Run(9));
    }

    [Theory]
    [InlineData(1f / 255, ErrorCode.QuantizationUnsupported)]
    [InlineData(1f / 256.1f, ErrorCode.None)]
    [InlineData(1f / 256, ErrorCode.None)]
    public void The_scale_of_a_softmax_may_be_a_thousandth_off(float scale, ErrorCode error)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [2], 0.1f, 0);
        int y = builder.Tensor("y", Int8, [2], scale, -128);
        builder.Operator(BuiltinOperator.Softmax, Options.Softmax(), [x], [y]);
        builder.Output(y);
        if (error != ErrorCode.None)
        {
            Refused(error, builder);
        }
        else
        {
            Assert.Equal([0, 0], Load(builder).Run(5, 5));
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.Add, TensorType.Int8, 1f / (1 << 16), ErrorCode.None)]
    [InlineData(BuiltinOperator.Add, TensorType.Int8, 1f / (1 << 24), ErrorCode.QuantizationUnsupported)]
    [InlineData(BuiltinOperator.Sub, TensorType.Int8, 1f / (1 << 24), ErrorCode.QuantizationUnsupported)]
    [InlineData(BuiltinOperator.Add, TensorType.Int16, 1f / (1 << 14), ErrorCode.QuantizationUnsupported)]
    [InlineData(BuiltinOperator.AddN, TensorType.Int8, 1f / (1 << 20), ErrorCode.QuantizationUnsupported)]
    [InlineData(BuiltinOperator.AddN, TensorType.Int8, 1f / (1 << 18), ErrorCode.None)]
    public void Sums_with_an_output_a_million_times_finer_are_refused(BuiltinOperator code, TensorType type, float outputScale, ErrorCode error)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", type, [3], 1f, 0);
        int y = builder.Tensor("y", type, [3], outputScale, 0);
        builder.Operator(code, null, [x, x], [y]);
        builder.Output(y);
        if (error != ErrorCode.None)
        {
            Refused(error, builder);
        }
        else
        {
            Assert.Equal([127, 0, -128], Load(builder).Run(1, 0, -1));
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.L2Normalization, 1f / 127)]
    [InlineData(BuiltinOperator.Tanh, 1f / 100)]
    [InlineData(BuiltinOperator.MaxPool2D, 1.0000001f)]
    public void Output_scales_that_the_reference_does_not_look_at_are_refused(BuiltinOperator code, float scale)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1, 1, 1, 2], 1f, 0);
        int y = builder.Tensor("y", Int8, [1, 1, 1, 2], scale, 0);
        OptionsTable? options = code == BuiltinOperator.MaxPool2D ? Options.Pool2D(TinyInterp.Writer.Padding.Valid, 1, 1, 1, 1)
            : code == BuiltinOperator.L2Normalization ? Options.L2Norm() : null;
        builder.Operator(code, options, [x], [y]);
        builder.Output(y);

        Refused(code == BuiltinOperator.MaxPool2D ? ErrorCode.QuantizationMismatch : ErrorCode.QuantizationUnsupported, builder);
    }

    [Theory]
    [InlineData(BuiltinOperator.Pad)]
    [InlineData(BuiltinOperator.Transpose)]
    [InlineData(BuiltinOperator.StridedSlice)]
    [InlineData(BuiltinOperator.Slice)]
    [InlineData(BuiltinOperator.BroadcastTo)]
    public void Eight_dimensions_move_as_four_do(BuiltinOperator code)
    {
        int[] shape = [2, 1, 1, 1, 1, 1, 1, 3];
        int[] zeros = new int[8];
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, shape, 1f, 0);
        int List(int[] values) => builder.Constant("list", [values.Length], values);
        int[] lists = code switch
        {
            BuiltinOperator.Pad => [builder.Constant("paddings", [8, 2], new int[16])],
            BuiltinOperator.Transpose => [List([0, 1, 2, 3, 4, 5, 6, 7])],
            BuiltinOperator.StridedSlice => [List(zeros), List(shape), List(Enumerable.Repeat(1, 8).ToArray())],
            BuiltinOperator.Slice => [List(zeros), List(shape)],
            _ => [List(shape)],
        };
        int y = builder.Tensor("y", Int8, shape, 1f, 0);
        builder.Operator(code, code == BuiltinOperator.StridedSlice ? Options.StridedSlice() : null, [x, .. lists], [y]);
        builder.Output(y);

        Assert.Equal([1, 2, 3, 4, 5, 6], Load(builder).Run(1, 2, 3, 4, 5, 6));
    }

    /// <summary>One filter of one feature with a memory of four, every weight and scale 1, no bias.</summary>
    private static ModelBuilder Svdf(Activation activation, TensorType stateType, int stateZeroPoint)
    {
        ModelBuilder builder = new ModelBuilder();
        QuantizationDef one = QuantizationDef.PerTensor(1f, 0);
        int x = builder.Input("x", Int8, [1, 1], one);
        int feature = builder.Constant("feature", Int8, [1, 1], [1], one);
        byte[] weights = stateType == Int8 ? [1, 1, 1, 1] : [1, 0, 1, 0, 1, 0, 1, 0];
        int time = builder.Constant("time", stateType, [1, 4], weights, one);
        int state = builder.Variable("state", stateType, [1, 4], QuantizationDef.PerTensor(1f, stateZeroPoint));
        int y = builder.Tensor("y", Int8, [1, 1], one);
        builder.Operator(BuiltinOperator.Svdf, Options.Svdf(1, activation), [x, feature, time, -1, state], [y]);
        builder.Output(y);
        return builder;
    }

    private static ModelBuilder SmallConvolution(QuantizationDef? bias, QuantizationDef filter, float outputScale)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", Int8, [1, 2, 2, 1], 1f, 0);
        int w = builder.Constant("w", Int8, [1, 1, 1, 1], [2], filter);
        int b = builder.Constant("b", TensorType.Int32, [1], [10, 0, 0, 0], bias);
        int y = builder.Tensor("y", Int8, [1, 2, 2, 1], outputScale, 0);
        builder.Operator(BuiltinOperator.Conv2D, Options.Conv2D(TinyInterp.Writer.Padding.Valid, 1, 1), [x, w, b], [y]);
        builder.Output(y);
        return builder;
    }

    private static MicroInterpreter Load(ModelBuilder builder)
    {
        return Running.Load(builder, new OpResolver().AddAll());
    }

    private static void Refused(ErrorCode code, ModelBuilder builder)
    {
        Assert.Equal(code, Assert.Throws<ModelException>(() => Load(builder)).Code);
    }

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}
