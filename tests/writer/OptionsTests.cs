// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Xunit;

namespace TinyInterp.Tests.Writer;

using TinyInterp.Schema;
using TinyInterp.Writer;

/// <summary>Every factory of <see cref="Options"/>, called with values that differ from all defaults, as flatc reads the result.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void EveryParameterReachesAFieldOfItsOwn()
    {
        Flatc.SkipUnlessInstalled();
        MethodInfo[] factories = typeof(Options).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name != nameof(Options.Empty)).ToArray();
        ModelBuilder builder = new ModelBuilder();
        foreach (MethodInfo factory in factories)
        {
            object[] arguments = factory.GetParameters().Select(Argument).ToArray();
            builder.Operator(BuiltinOperator.Add, (OptionsTable)factory.Invoke(null, arguments)!, [], []);
        }

        JsonElement nodes = Flatc.Decode(builder.Build()).GetProperty("subgraphs")[0].GetProperty("operators");
        for (int i = 0; i < factories.Length; i++)
        {
            JsonElement options = nodes[i].GetProperty("builtin_options");
            List<string> expected = factories[i].GetParameters().Select(parameter => AsInJson(Argument(parameter))).Order().ToList();
            List<string> read = options.EnumerateObject().Select(field => WithoutSpace(field.Value.ToString())).Order().ToList();
            string message = factories[i].Name + ": expected " + string.Join(" ", expected) + ", read " + options.GetRawText();
            Assert.True(expected.SequenceEqual(read), message);
        }
    }

    [Fact]
    public void EveryParameterSurvivesReading()
    {
        foreach (MethodInfo factory in typeof(Options).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (factory.Name == nameof(Options.Empty))
            {
                continue;
            }

            ModelBuilder builder = new ModelBuilder();
            OptionsTable written = (OptionsTable)factory.Invoke(null, factory.GetParameters().Select(Argument).ToArray())!;
            builder.Operator(BuiltinOperator.Add, written, [], []);
            OptionsTable? read = ModelDocument.Read(builder.Build()).Subgraphs[0].Operators[0].Options;

            Assert.Equal(factory.GetParameters().Length, written.Fields.Count);
            Assert.NotNull(read);
            Assert.Equal(written.UnionType, read.UnionType);
            Assert.Equal(written.Fields, read.Fields);
        }
    }

    [Fact]
    public void DefaultsTakeNoSpace()
    {
        Assert.Empty(Options.Add().Fields);
        Assert.Empty(Options.FullyConnected().Fields);
        Assert.Equal([1, 2], Options.Conv2D(Padding.Same, 2, 2).Fields.Keys);
        Assert.False(Options.BidirectionalSequenceLstm(timeMajor: false).Get(4, true));
        Assert.True(Options.BidirectionalSequenceLstm().Get(4, true));
    }

    [Fact]
    public void CopyIsItsOwn()
    {
        OptionsTable original = Options.Softmax(2f);
        OptionsTable copy = original.Copy().Set(0, 3f);

        Assert.Equal(2f, original.Get(0, 0f));
        Assert.Equal(3f, copy.Get(0, 0f));
        Assert.Equal(original.UnionType, copy.UnionType);
        Assert.Throws<ArgumentException>(() => original.Set(0, 1.0));
    }

    // Numbers follow the parameter's place, so that two swapped fields are noticed.
    private static object Argument(ParameterInfo parameter)
    {
        int number = parameter.Position + 2;
        return parameter.ParameterType.Name switch
        {
            nameof(Boolean) => !(parameter.HasDefaultValue && (bool)parameter.DefaultValue!),
            nameof(System.Int32) => number,
            nameof(UInt32) => (uint)number,
            nameof(System.Int64) => (long)number,
            nameof(System.Single) => number + 0.5f,
            nameof(System.String) => parameter.Name!,
            "Int32[]" => new[] { number, 7 },
            "Single[]" => new[] { number + 0.5f, 7.5f },
            nameof(Padding) => Padding.Valid,
            nameof(Activation) => Activation.ReluN1To1,
            nameof(TensorType) => TensorType.Int16,
            nameof(WeightsFormat) => WeightsFormat.Shuffled4x16Int8,
            nameof(LstmKernelType) => LstmKernelType.Basic,
            nameof(MirrorPadMode) => MirrorPadMode.Symmetric,
            nameof(CombinerType) => CombinerType.SqrtN,
            nameof(LshProjectionType) => LshProjectionType.Dense,
            _ => throw new NotSupportedException("No sample value for " + parameter.ParameterType)
        };
    }

    private static string WithoutSpace(string text)
    {
        return string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
    }

    private static string AsInJson(object value)
    {
        return value switch
        {
            int[] numbers => "[" + string.Join(",", numbers) + "]",
            float[] numbers => "[" + string.Join(",", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))) + "]",
            float number => number.ToString(CultureInfo.InvariantCulture),
            Padding => "VALID",
            Activation => "RELU_N1_TO_1",
            TensorType => "INT16",
            WeightsFormat => "SHUFFLED4x16INT8",
            LstmKernelType => "BASIC",
            MirrorPadMode => "SYMMETRIC",
            CombinerType => "SQRTN",
            LshProjectionType => "DENSE",
            _ => value.ToString()!
        };
    }
}
