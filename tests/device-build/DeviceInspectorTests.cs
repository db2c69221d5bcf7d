// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyInterp.DeviceBuild;
using Xunit;

namespace TinyInterp.Tests.DeviceBuild;

/// <summary>Each rule catches an offender, and code that a board runs passes.</summary>
public class DeviceInspectorTests
{
    [Fact]
    public void What_a_board_runs_passes()
    {
        AssemblyDefinition assembly = DeviceSnippet.Compile(@"
            using System;
            public enum Mode { None, Same, Valid }
            public interface IShape { int Rank { get; } }
            public delegate int Step(int x);
            public abstract class Base : IShape, IDisposable
            {
                private static readonly int[] _table = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
                private readonly int[][] _jagged = new int[3][];
                public abstract int Rank { get; }
                public void Dispose() { }
                public static void Swap(ref int a, ref int b, out long c) { int t = a; a = b; b = t; c = a; }
                public int Sum(sbyte[] values, Mode mode, params int[] rest)
                {
                    Mode local = mode == Mode.None ? Mode.Same : mode;
                    int sum = 0;
                    foreach (sbyte value in values) { sum += value; }
                    for (int i = 0; i < rest.Length; i++) { sum += rest[i] << (int)local; }
                    Swap(ref sum, ref rest[0], out long wide);
                    Step step = x => x + sum;
                    ref int first = ref rest[0];
                    first += (int)Math.Sqrt(2.0);
                    try { sum = step((int)wide) + _table[2] + _jagged.Length; }
                    catch (ArgumentException error) when (error.Message != null) { throw; }
                    finally { Dispose(); }
                    return sum;
                }
                public int Parse(string name)
                {
                    switch (name)
                    {
                        case ""a"": return 1; case ""b"": return 2; case ""c"": return 3; case ""d"": return 4;
                        case ""e"": return 5; case ""f"": return 6; case ""g"": return 7; case ""h"": return 8;
                        default: throw new NotSupportedException(name + 1);
                    }
                }
            }");

        Assert.Empty(DeviceInspector.Inspect(assembly));
    }

    [Theory]
    [InlineData("generic", "public class A<T> { }")]
    [InlineData("generic", "public class A { public void M<T>() { } }")]
    [InlineData("generic", "public delegate void D<T>(); public class A { public static D<int> F; }")]
    [InlineData("generic", "public class A { public static void M<T>() { } public void N() { M<int>(); } }")]
    [InlineData("generic", "public interface I<T> { } public class A : I<int> { }")]
    [InlineData("pointer", "public unsafe class A { public int* F; }")]
    [InlineData("pointer", "public unsafe class A { public int M(int* p) { return *p; } }")]
    [InlineData("pointer", "public unsafe class A { public int M(int[] a) { fixed (int* p = &a[0]) { return p[1]; } } }")]
    [InlineData("pointer", "public unsafe class A { public delegate*<int> F; }")]
    [InlineData("multi-dimensional array", "public class A { public int[,] F; }")]
    [InlineData("multi-dimensional array", "public class A { public object M() { return new int[2, 2]; } }")]
    [InlineData("multi-dimensional array", "public class A { public int[][,] F; }")]
    [InlineData("struct local", "public struct S { public int F; } public class A { int N(ref S s) { return s.F; } int M() { S s; s.F = 1; return N(ref s); } }")]
    [InlineData("struct local", "public class A { long M() { return System.DateTime.UtcNow.Ticks; } }")]
    [InlineData("opcode", "public struct S { public int F; } public class A { public void M(out S s) { s = default; } }")]
    [InlineData("opcode", "public enum E { X } public class A { public string M(E e) { return e.ToString(); } }")]
    [InlineData("opcode", "public unsafe class A { public int M() { int* p = stackalloc int[4]; return p[1]; } }")]
    [InlineData("opcode", "public unsafe class A { public int M(delegate*<int> f) { return f(); } }")]
    [InlineData("overflow check", "public class A { public int M(int a, int b) { return checked(a + b); } }")]
    [InlineData("overflow check", "public class A { public sbyte M(int a) { return checked((sbyte)a); } }")]
    public void An_offender_is_found(string rule, string source)
    {
        AssertFinds(rule, DeviceSnippet.Compile(source));
    }

    [Theory]
    [InlineData(Code.Arglist)]
    [InlineData(Code.Calli)]
    [InlineData(Code.Constrained)]
    [InlineData(Code.Cpblk)]
    [InlineData(Code.Cpobj)]
    [InlineData(Code.Initblk)]
    [InlineData(Code.Initobj)]
    [InlineData(Code.Jmp)]
    [InlineData(Code.Ldobj)]
    [InlineData(Code.Localloc)]
    [InlineData(Code.Mkrefany)]
    [InlineData(Code.Readonly)]
    [InlineData(Code.Refanytype)]
    [InlineData(Code.Refanyval)]
    [InlineData(Code.Sizeof)]
    [InlineData(Code.Stobj)]
    [InlineData(Code.Tail)]
    public void A_missing_opcode_is_found(Code code)
    {
        AssemblyDefinition assembly = DeviceSnippet.Compile("public class A { public void M() { } }");
        Instruction instruction = Instruction.Create(OpCodes.Nop);
        instruction.OpCode = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).Single(opcode => opcode.Code == code);
        assembly.MainModule.GetType("A").Methods.Single(method => method.Name == "M").Body.Instructions.Insert(0, instruction);

        AssertFinds("opcode", assembly);
    }

    [Fact]
    public void Too_much_bytecode_is_found()
    {
        string methods = string.Concat(Enumerable.Range(0, 60).Select(
            index => "int M" + index + "(int x) { " + Repeat("x = x * 123456 + 654321;", 90) + " return x; }\n"));

        AssertFinds("bytecode", DeviceSnippet.Compile("class A { " + methods + " }"));
    }

    [Fact]
    public void A_method_with_wrapping_branches_is_found()
    {
        AssertFinds("method size", DeviceSnippet.Compile("class A { int M(int x) { " + Repeat("x = x * 123456 + 654321;", 3000) + " return x; } }"));
    }

    [Fact]
    public void Too_many_locals_are_found()
    {
        string locals = string.Concat(Enumerable.Range(0, 255).Select(index => "int v" + index + " = x;"));

        AssertFinds("locals", DeviceSnippet.Compile("class A { void M(int x) { " + locals + " } }", optimize: false));
    }

    [Fact]
    public void Too_many_switch_cases_are_found()
    {
        string cases = string.Concat(Enumerable.Range(0, 256).Select(index => "case " + index + ": return " + (index * 7 % 31) + ";"));

        AssertFinds("switch", DeviceSnippet.Compile("class A { int M(int x) { switch (x) { " + cases + " default: return -1; } } }"));
    }

    [Fact]
    public void Too_many_methods_of_a_class_are_found()
    {
        string methods = string.Concat(Enumerable.Range(0, 256).Select(index => "static void M" + index + "() { }"));

        AssertFinds("methods", DeviceSnippet.Compile("class A { " + methods + " }"));
    }

    [Fact]
    public void Too_much_static_data_is_found()
    {
        AssertFinds("static data", DeviceSnippet.Compile("class A { static readonly byte[] F = { " + Repeat("7,", 60_000) + " }; }"));
    }

    [Fact]
    public void Too_long_a_string_table_is_found()
    {
        AssertFinds("string table", DeviceSnippet.Compile("class A { string M() { return \"" + Repeat("x", 60_000) + "\"; } }"));
    }

    private static string Repeat(string text, int count)
    {
        return string.Concat(Enumerable.Repeat(text, count));
    }

    private static void AssertFinds(string rule, AssemblyDefinition assembly)
    {
        string[] findings = DeviceInspector.Inspect(assembly).ToArray();
        Assert.True(findings.Any(finding => finding.StartsWith(rule + ": ")), "found only: " + string.Join("\n", findings));
    }
}
