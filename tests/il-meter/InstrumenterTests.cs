// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Reflection;
using Mono.Cecil;
using TinyInterp.DeviceBuild;
using TinyInterp.IlMeter;
using TinyInterp.Tests.DeviceBuild;
using Xunit;

namespace TinyInterp.Tests.Meter;

/// <summary>Counted instructions and units of methods short enough to be counted by hand.</summary>
[Collection("il-meter")]
public class InstrumenterTests
{
    [Fact]
    public void A_straight_method_counts_each_instruction_once()
    {
        // ldarg.0, ldarg.1, mul, ret: 1.0 + 1.0 + 1.1 + 1.0 units.
        IlReading reading = Run("public static int M(int a, int b) { return a * b; }", 3, 5);

        Assert.Equal(4, reading.Instructions);
        Assert.Equal(4.1, reading.Units, 6);
        Assert.Equal(2, reading.ByClass[(int)IlClass.Local]);
        Assert.Equal(1, reading.ByClass[(int)IlClass.Arithmetic]);
        Assert.Equal(0, reading.Allocations);
        Assert.Equal(1, reading.MaxDepth);
    }

    [Fact]
    public void A_loop_counts_its_body_each_time_round()
    {
        const string Loop = "public static int M(int n, int k) { int s = 0; for (int i = 0; i < n; i++) { s += k; } return s; }";
        IlReading none = Run(Loop, 0, 7);
        IlReading one = Run(Loop, 1, 7);
        IlReading ten = Run(Loop, 10, 7);

        Assert.True(one.Instructions > none.Instructions);
        Assert.Equal(10 * (one.Instructions - none.Instructions), ten.Instructions - none.Instructions);
        Assert.Equal(10 * (one.Units - none.Units), ten.Units - none.Units, 6);
    }

    [Fact]
    public void A_branch_not_taken_is_not_counted()
    {
        const string Branch = "public static int M(int a, int b) { if (a > 0) { return a * b * b * b; } return b; }";

        Assert.Equal(5, Run(Branch, 0, 2).Instructions);
        Assert.Equal(11, Run(Branch, 1, 2).Instructions);
    }

    [Theory]
    [InlineData("public static int M(int a, int b) { return new int[a].Length; }", 1)]
    [InlineData("public static object M(int a, int b) { return a; }", 1)]
    [InlineData("public static object M(int a, int b) { return new object[] { a, new object() }; }", 3)]
    public void Allocations_are_counted(string method, int allocations)
    {
        Assert.Equal(allocations, Run(method, 2, 0).Allocations);
    }

    [Fact]
    public void Nested_calls_are_as_deep_as_they_are()
    {
        const string Recursive = "public static int M(int n, int k) { return n == 0 ? k : M(n - 1, k) + 1; }";

        Assert.Equal(1, Run(Recursive, 0, 1).MaxDepth);
        Assert.Equal(6, Run(Recursive, 5, 1).MaxDepth);
    }

    [Fact]
    public void A_switch_and_a_handler_still_compute_what_they_did()
    {
        const string Method = @"public static int M(int a, int b)
        {
            try
            {
                switch (a) { case 0: return b; case 1: return b + 1; case 2: throw new System.ArgumentException(); default: return -1; }
            }
            catch (System.ArgumentException) { return 77; }
        }";

        foreach ((int argument, int expected) in new[] { (0, 5), (1, 6), (2, 77), (3, -1) })
        {
            Run(Method, out object result, argument, 5);
            Assert.Equal(expected, result);
        }
    }

    private static IlReading Run(string method, params object[] arguments)
    {
        return Run(method, out _, arguments);
    }

    private static IlReading Run(string method, out object result, params object[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using AssemblyDefinition assembly = DeviceSnippet.Compile("public static class A { " + method + " }");
            assembly.Name.Name = "TinyInterpSnippet";
            string path = Path.Combine(folder, "TinyInterpSnippet.dll");
            assembly.Write(path);
            InstrumentedAssemblies context = new InstrumentedAssemblies(folder, DeviceAssemblies.StubFolder);
            Assembly loaded = context.LoadFromAssemblyName(new AssemblyName("TinyInterpSnippet"));
            object? returned = null;
            IlReading reading = context.Measure(() => returned = loaded.GetType("A")!.GetMethod("M")!.Invoke(null, arguments));
            result = returned!;
            return reading;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
