// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using TinyInterp.DeviceBuild;
using Xunit;

namespace TinyInterp.Tests.DeviceBuild;

/// <summary>
/// What must hold of the device builds beyond their own shape: nothing allocates in Invoke, no value changes its sign on a board, every
/// class library member they use exists there. Each rule is shown an offender, too.
/// </summary>
public class DeviceRulesTests
{
    private const string Frame = @"
        public abstract class Kernel { public abstract void Eval(); }
        public class Interpreter { private Kernel _kernel; public void Invoke() { _kernel.Eval(); } }
        public class Worker : Kernel { private object _kept; private int[] _numbers = new int[4]; ";

    [Fact]
    public void Nothing_allocates_in_Invoke()
    {
        List<AssemblyDefinition> assemblies = DeviceAssemblies.Names.Select(DeviceAssemblies.Read).ToList();

        IReadOnlyList<string> findings = InvokeAllocations.Find(assemblies, "TinyInterp.MicroInterpreter::Invoke", out int reached);

        Assert.True(findings.Count == 0, string.Join("\n", findings));

        // Every kernel is reached through Kernel.Eval; a search that found next to nothing would prove nothing.
        int kernels = assemblies.SelectMany(assembly => assembly.MainModule.GetTypes())
            .Count(type => !type.IsAbstract && type.Methods.Any(method => method.Name == "Eval" && method.IsVirtual));
        Assert.True(kernels > 0 && reached > kernels, "reached " + reached + " methods with " + kernels + " kernels");
    }

    [Theory]
    [InlineData("TinyInterp.Keyword.KeywordSpotter::Write")]
    [InlineData("TinyInterp.Keyword.KeywordSpotter::Classify")]
    public void Nothing_allocates_between_sound_and_word(string method)
    {
        List<AssemblyDefinition> assemblies = DeviceAssemblies.Names.Select(DeviceAssemblies.Read).ToList();

        IReadOnlyList<string> findings = InvokeAllocations.Find(assemblies, method, out int reached);

        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.True(reached > 100, "only " + reached + " methods were reached, so the network was not among them");
    }

    [Theory]
    [InlineData("TinyInterp.Boards.WavClipSource::Read")]
    [InlineData("TinyInterp.Signal.HalfBandDecimator::Write")]
    [InlineData("TinyInterp.Boards.KeywordApp::Heard")]
    [InlineData("TinyInterp.Boards.KeywordApp::Dim")]
    public void Nothing_allocates_between_source_and_spotter(string method)
    {
        List<AssemblyDefinition> assemblies = DeviceAssemblies.Names.Select(DeviceAssemblies.Read).ToList();

        IReadOnlyList<string> findings = InvokeAllocations.Find(assemblies, method, out int reached);

        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.True(reached > 0, "there is no " + method);
    }

    [Theory]
    [InlineData("newobj", "public override void Eval() { _kept = new object(); }")]
    [InlineData("newarr", "public override void Eval() { Run(); } private void Run() { _numbers = new int[9]; }")]
    [InlineData("box", "public override void Eval() { _kept = _numbers[0]; }")]
    [InlineData("ldstr", "public override void Eval() { _kept = \"text\"; }")]
    [InlineData("Concat", "private string _s; public override void Eval() { _s = _s + _s; }")]
    [InlineData("newarr", "private int F(params int[] a) { return a[0]; } public override void Eval() { _numbers[0] = F(1, 2); }")]
    [InlineData("newobj", "private System.AsyncCallback _c; public override void Eval() { int x = _numbers[0]; _c = r => _numbers[1] = x; }")]
    public void An_allocation_that_Invoke_reaches_is_found(string what, string body)
    {
        using AssemblyDefinition assembly = DeviceSnippet.Compile(Frame + body + " }");

        IReadOnlyList<string> findings = InvokeAllocations.Find(new[] { assembly }, "Interpreter::Invoke", out _);

        Assert.Contains(findings, finding => finding.Contains(what) && finding.Contains("Interpreter.Invoke -> Worker.Eval"));
    }

    [Fact]
    public void An_exception_on_the_way_out_may_be_allocated()
    {
        using AssemblyDefinition assembly = DeviceSnippet.Compile(Frame + @"
            private static System.Exception Failure(int code) { return new System.ArgumentException(code.ToString()); }
            public override void Eval()
            {
                if (_numbers[0] > 3) { throw Failure(_numbers[0]); }
                for (int i = 0; i < _numbers.Length; i++) { if (_numbers[i] < 0) { throw new System.Exception(); } _numbers[i]++; }
            } }");

        Assert.Empty(InvokeAllocations.Find(new[] { assembly }, "Interpreter::Invoke", out int reached));

        // Invoke, the abstract Eval and the real one; Failure is only called on the way out.
        Assert.Equal(3, reached);
    }

    [Fact]
    public void No_unsigned_value_is_used_as_if_signed()
    {
        foreach (string name in DeviceAssemblies.Names)
        {
            using AssemblyDefinition assembly = DeviceAssemblies.Read(name);
            IReadOnlyList<string> findings = SignednessTraps.Find(assembly);
            Assert.True(findings.Count == 0, string.Join("\n", findings));
        }
    }

    [Theory]
    [InlineData("shr", "static int M(uint u) { return (int)u >> 1; }")]
    [InlineData("shr", "static int M(uint u) { return (int)(u ^ 3) >> 1; }")]
    [InlineData("conv.i8", "static long M(uint[] u) { return (long)(int)u[0]; }")]
    [InlineData("conv.r4", "static float M(uint u) { return (float)(int)u; }")]
    [InlineData("conv.r8", "static uint F() { return 3; } static double M() { return (double)(int)F(); }")]
    [InlineData("div", "static int M(uint u) { return (int)u / 3; }")]
    [InlineData("shr", "static long M(ulong u) { return (long)u >> 1; }")]
    [InlineData("rem", "static ulong s_u; static long M() { return (long)s_u % 5; }")]
    [InlineData("cgt", "static bool M(uint u) { return (int)u > 5; }")]
    [InlineData("shr", "static int M(int i) { return (int)(uint)(i * 2L) >> 1; }")]
    public void An_unsigned_value_used_as_if_signed_is_found(string opcode, string method)
    {
        using AssemblyDefinition assembly = DeviceSnippet.Compile("public static class A { " + method + " }");

        Assert.Contains(SignednessTraps.Find(assembly), finding => finding.Contains(": " + opcode + " on"));
    }

    [Theory]
    [InlineData("static uint M(uint u) { return u >> 1; }")]
    [InlineData("static long M(uint u) { return (long)u; }")]
    [InlineData("static int M(uint u) { int i = (int)u; return (i >> 1) + i; }")]
    [InlineData("static int M(byte[] b) { return (b[0] - 200) >> 1; }")]
    [InlineData("static ulong M(ulong u) { return u / 3; }")]
    [InlineData("static long M(int[] bits) { return (bits[0] & 0xFFFFFFFFL) >> 3; }")]
    [InlineData("static int M(int[] a, bool c) { return (c ? a[0] : a[1]) >> 3; }")]
    public void Plain_signed_and_plain_unsigned_code_is_left_alone(string method)
    {
        using AssemblyDefinition assembly = DeviceSnippet.Compile("public static class A { " + method + " }");

        Assert.Empty(SignednessTraps.Find(assembly));
    }

    [Fact]
    public void Every_class_library_member_in_use_is_one_the_device_has()
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        foreach (string name in DeviceAssemblies.Names)
        {
            using AssemblyDefinition assembly = DeviceAssemblies.Read(name);
            IReadOnlyList<string> missing = api.Missing(assembly);
            Assert.True(missing.Count == 0, string.Join("\n", missing));
        }
    }

    [Fact]
    public void A_class_library_member_that_the_device_lacks_is_found()
    {
        DeviceApi api = DeviceApi.Load(RepositoryFiles.At("tools", "device-build", "api"));
        using AssemblyDefinition assembly = DeviceSnippet.CompileAgainstDotnet(
            "public static class A { public static int M(int[] a) { System.Array.Reverse(a); return System.Math.Abs(a.Length); } }");

        IReadOnlyList<string> missing = api.Missing(assembly);

        Assert.Contains(missing, line => line.Contains("System.Array.Reverse"));
        Assert.DoesNotContain(missing, line => line.Contains("System.Math.Abs"));
    }

    /// <summary>Debug.WriteLine is compiled away where DEBUG is not defined, so the file must define it itself.</summary>
    [Fact]
    public void A_release_build_prints_lines()
    {
        using AssemblyDefinition assembly = DeviceAssemblies.Read("TinyInterp.Boards.Native");
        MethodDefinition writeLine = assembly.MainModule.GetType("TinyInterp.Boards.DeviceBoard").Methods.Single(method => method.Name == "WriteLine");

        Assert.Contains(writeLine.Body.Instructions, instruction => instruction.Operand is MethodReference { Name: "WriteLine" });
    }

    /// <summary>
    /// The VM runs a short getter in its caller's frame, and a slot of that frame's evaluation stack keeps what it held last. So no array may
    /// pass through the method that looks at the heap, or the first look counts it and the second does not.
    /// </summary>
    [Fact]
    public void No_array_passes_through_the_method_that_compares_the_heap()
    {
        using AssemblyDefinition assembly = DeviceAssemblies.Read("TinyInterp.Boards");
        MethodDefinition heapTest = assembly.MainModule.GetType("TinyInterp.Boards.SelfTest").Methods.Single(method => method.Name == "RunHeapTest");

        MethodReference[] all = heapTest.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().ToArray();
        IEnumerable<MethodReference> called = all.Take(Array.FindLastIndex(all, method => method.Name == "get_FreeHeap"));

        Assert.Contains(called, method => method.Name == "get_FreeHeap");
        Assert.DoesNotContain(called, method => method.ReturnType.IsArray || method.Parameters.Any(parameter => parameter.ParameterType.IsArray));
        Assert.DoesNotContain(heapTest.Body.Variables, variable => variable.VariableType.IsArray);
    }
}
