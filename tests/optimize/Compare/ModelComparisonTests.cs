// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Optimize.Compare;
using TinyInterp.Optimize.Data;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Optimize.Compare;

/// <summary>What is said about two models on the same inputs.</summary>
public class ModelComparisonTests
{
    [Fact]
    public void A_model_is_exactly_itself()
    {
        ModelComparison same = Compare(OptimizeModels.FloatDense(), OptimizeModels.FloatDense());

        Assert.Equal(["x", "h", "y"], same.Tensors.Select(pair => pair.Name));
        Assert.All(same.Tensors, pair => Assert.Equal(double.PositiveInfinity, pair.Noise.Decibels));
        Assert.Null(same.FirstDiverging(1000));
        Assert.Equal(1, same.Scores.Single().Top1Agreement);
        Assert.Equal(["w1", "b1", "w2"], same.Weights.Select(pair => pair.Name));
    }

    [Fact]
    public void Eight_bits_differ_from_float_by_their_rounding_and_no_more()
    {
        ModelComparison rounded = Compare(OptimizeModels.FloatDense(), OptimizeModels.Int8Dense());

        TensorPair input = rounded.Tensors[0];
        Assert.InRange(input.Noise.MaxError, 0.4 / 127, 0.501 / 127);
        Assert.InRange(input.Noise.Decibels, 45, 55);
        Assert.InRange(rounded.Tensors[1].Noise.MaxError, 0.001, 0.05);
        Assert.All(rounded.Weights, pair => Assert.InRange(pair.Noise.Decibels, 40, 120));
        Assert.True(rounded.Scores[0].Top1Agreement > 0.9);
    }

    [Fact]
    public void The_first_tensor_that_goes_wrong_is_found()
    {
        ModelComparison damaged = Compare(OptimizeModels.FloatDense(), OptimizeModels.FloatDense(isDamaged: true));

        Assert.Equal("h", damaged.FirstDiverging(20)!.Name);
        Assert.Equal(double.PositiveInfinity, damaged.Tensors[0].Noise.Decibels);
        Assert.Equal(["w1"], damaged.Weights.Where(pair => pair.Noise.MaxError != 0).Select(pair => pair.Name));
    }

    [Fact]
    public void Accuracy_counts_the_labels_each_model_finds()
    {
        Sample[] samples = [Of(0, 3, 1, 0), Of(1, 0, 2, 1), Of(2, 5, 0, 1), Of(0, 1, 2, 0)];
        ModelComparison comparison = new ModelComparison(Scores(1, 1, 1), Scores(1, 1, 9));

        comparison.Run(new DataSet(samples, ["a", "b", "c"]));

        ScoreAgreement scores = comparison.Scores.Single();
        Assert.Equal(0.5, scores.AccuracyA);
        Assert.Equal(0.5, scores.AccuracyB);
        Assert.Equal(0.5, scores.Top1Agreement);
        Assert.Null(comparison.AccuracyNote);

        ModelComparison more = new ModelComparison(Scores(1, 1, 1), Scores(1, 1, 1));
        more.Run(new DataSet(samples, ["a", "b", "c", "d"]));
        Assert.Null(more.Scores.Single().AccuracyA);
        Assert.Contains("4 classes", more.AccuracyNote);
    }

    [Fact]
    public void Outputs_without_a_common_name_go_by_their_order()
    {
        ModelDocument renamed = ModelDocument.Read(OptimizeModels.FloatDense());
        renamed.Subgraphs[0].Tensors.ForEach(tensor => tensor.Name = "other " + tensor.Name);

        ModelComparison comparison = Compare(OptimizeModels.FloatDense(), renamed.ToBytes());

        Assert.Equal(["x", "y"], comparison.Tensors.Select(pair => pair.Name));
        Assert.Equal("y", comparison.Outputs.Single().Name);
    }

    [Fact]
    public void Inputs_of_another_shape_are_refused()
    {
        ComparisonException error = Assert.Throws<ComparisonException>(() => new ModelComparison(OptimizeModels.FloatDense(), Scores(1, 1, 1)));

        Assert.Contains("input 0 differs in shape: [1,4] in A, [1,3] in B", error.Message);
    }

    [Theory]
    [InlineData(10, 1, 20)]
    [InlineData(1, 10, -20)]
    [InlineData(0, 1, double.NegativeInfinity)]
    [InlineData(1, 0, double.PositiveInfinity)]
    [InlineData(1, double.NaN, double.NegativeInfinity)]
    public void Decibels_are_ten_times_the_logarithm_of_the_ratio_of_powers(double signal, double error, double decibels)
    {
        Noise noise = new Noise();
        noise.Add([(float)signal, 0], [(float)(signal + error), 0]);

        Assert.Equal(decibels, noise.Decibels, 4);
    }

    private static ModelComparison Compare(byte[] a, byte[] b)
    {
        ModelComparison comparison = new ModelComparison(a, b);
        comparison.Run(DataSet.Load(DataSpec.Parse("random:100"), ModelInputs.Of(a)));
        return comparison;
    }

    private static Sample Of(int label, params float[] values)
    {
        return new Sample([values], label, "sample");
    }

    /// <summary>Each input times a factor.</summary>
    private static byte[] Scores(params float[] factors)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Float32, [1, 3]);
        int y = builder.Tensor("y", TensorType.Float32, [1, 3]);
        builder.Operator(BuiltinOperator.Mul, Options.Mul(), [x, builder.Constant("f", [3], factors)], [y]);
        builder.Output(y);
        return builder.Build();
    }
}
