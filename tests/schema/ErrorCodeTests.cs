// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TinyInterp.Golden;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Every error code can happen, has its own number, and says on the desktop what it means.</summary>
public class ErrorCodeTests
{
    /// <summary>Codes that only operators use; the tests of the kernels named here provoke them.</summary>
    private static readonly Dictionary<ErrorCode, string> _coveredByKernelTests = new Dictionary<ErrorCode, string>
    {
        [ErrorCode.SubgraphMismatch] = "kernels/control",
        [ErrorCode.ResourceInvalid] = "kernels/control",
        [ErrorCode.CustomOptionsInvalid] = "kernels/signal",
        [ErrorCode.DivisionByZero] = "kernels/elementwise",
        [ErrorCode.ValueOutOfRange] = "kernels/data",
    };

    public static TheoryData<ErrorCode> Codes()
    {
        return new TheoryData<ErrorCode>(Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None));
    }

    [Fact]
    public void Every_code_has_a_negative_test()
    {
        HashSet<ErrorCode> covered = typeof(ErrorCodeTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .SelectMany(method => method.GetCustomAttributes<CoversAttribute>())
            .Select(attribute => attribute.Code)
            .ToHashSet();
        Assert.All(
            Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None && !_coveredByKernelTests.ContainsKey(code)),
            code => Assert.Contains(code, covered));
    }

    [Fact]
    public void Numbers_are_distinct()
    {
        ErrorCode[] codes = Enum.GetValues<ErrorCode>();
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_own_sentence(ErrorCode code)
    {
        string own = Sentence(code);
        Assert.NotEqual("unknown error", own);
        Assert.DoesNotContain('\n', own);
        Assert.All(Enum.GetValues<ErrorCode>().Where(other => other != code), other => Assert.NotEqual(own, Sentence(other)));
    }

    [Fact]
    public void The_message_names_the_place_and_the_remedy()
    {
        ModelException error = new ModelException(ErrorCode.ArenaTooSmall, -1, -1, -1, 1234, 1000);
        Assert.Equal(
            "error 304 (ArenaTooSmall): the arena needs 1234 bytes and its budget is 1000; use new TensorArena(1234)", error.Message);
        error = new ModelException(ErrorCode.ShapeMismatch, 0, 2, 5, 3, 4);
        Assert.StartsWith("error 407 (ShapeMismatch), subgraph 0, node 2, tensor 5: ", error.Message);
    }

    [Theory]
    [InlineData(0, 3, 7, "error 216, node 3, tensor 7: expected 4, found 2")]
    [InlineData(1, 3, -1, "error 216, subgraph 1, node 3: expected 4, found 2")]
    [InlineData(-1, -1, -1, "error 216: expected 4, found 2")]
    public void On_a_device_the_message_has_the_numbers(int subgraph, int node, int tensor, string message)
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceLoadContext.DefaultFolder);
        Assembly device = context.LoadFromAssemblyName(new AssemblyName("TinyInterp"));
        object code = Enum.ToObject(device.GetType(typeof(ErrorCode).FullName!)!, (int)ErrorCode.QuantizedDimensionOutOfRange);

        Exception error = (Exception)Activator.CreateInstance(
            device.GetType(typeof(ModelException).FullName!)!, code, subgraph, node, tensor, 4L, 2L)!;

        Assert.Equal(message, error.Message);
    }

    private static string Sentence(ErrorCode code)
    {
        string text = ErrorText.Describe(code, -1, -1, -1, 1, 2);
        return text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }
}
