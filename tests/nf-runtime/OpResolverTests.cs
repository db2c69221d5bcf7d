// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Tests.Schema;
using Xunit;

namespace TinyInterp.Tests.Runtime;

/// <summary>Which kernel a node gets, and what is said where there is none.</summary>
public class OpResolverTests
{
    [Fact]
    [Covers(ErrorCode.KernelMissing)]
    public void An_operator_without_kernel_is_named_with_its_remedy()
    {
        MicroInterpreter interpreter = Running.Create(SmallModels.Conv(), new OpResolver());
        ModelException error = Failing.WithNumbers(
            ErrorCode.KernelMissing, interpreter.AllocateTensors, (int)BuiltinOperator.Conv2D, 0, subgraph: 0, node: 0);
        Assert.Contains("resolver.AddConv2D()", error.Message);

        interpreter = Running.Create(SmallModels.Copy(), new OpResolver().AddCustom("Other", () => null));
        error = Failing.With(ErrorCode.KernelMissing, interpreter.AllocateTensors, subgraph: 0, node: 0);
        Assert.Contains("AddCustom(\"Copy\", ...)", error.Message);
    }

    [Fact]
    [Covers(ErrorCode.KernelTypeMissing)]
    public void The_type_of_the_deciding_tensor_chooses()
    {
        OpResolver resolver = new OpResolver()
            .Add(BuiltinOperator.Conv2D, TypeSet.Int16 | TypeSet.Float32, 8, () => new TestKernel(_ => null));
        Failing.WithNumbers(
            ErrorCode.KernelTypeMissing,
            Running.Create(SmallModels.Conv(), resolver).AllocateTensors,
            (int)BuiltinOperator.Conv2D,
            (int)TensorType.Int8,
            subgraph: 0,
            node: 0);

        // By its bias, input 2, and by its output.
        foreach (int deciding in new[] { 2, -1 })
        {
            TypeSet types = deciding == 2 ? TypeSet.Int32 : TypeSet.Int8;
            resolver = new OpResolver()
                .Add(new OpRegistration(BuiltinOperator.Conv2D, null, types, deciding, 8, () => new TestKernel(_ => null)));
            Running.Load(SmallModels.Conv(), resolver);
        }
    }

    [Fact]
    [Covers(ErrorCode.OperatorVersionUnsupported)]
    public void A_newer_version_than_the_kernels_is_refused()
    {
        OpResolver resolver = new OpResolver().Add(BuiltinOperator.Conv2D, TypeSet.Int8, 2, () => new TestKernel(_ => null));
        Failing.WithNumbers(
            ErrorCode.OperatorVersionUnsupported,
            Running.Create(SmallModels.Conv(), resolver).AllocateTensors,
            (int)BuiltinOperator.Conv2D,
            3,
            subgraph: 0,
            node: 0);
    }

    [Fact]
    [Covers(ErrorCode.KernelRegisteredTwice)]
    public void One_kernel_for_one_operator_and_type()
    {
        OpResolver resolver = new OpResolver()
            .Add(BuiltinOperator.Add, TypeSet.Int8 | TypeSet.Int16, 1, () => null)
            .Add(BuiltinOperator.Add, TypeSet.Float32, 1, () => null)
            .Add(BuiltinOperator.Sub, TypeSet.Int8, 1, () => null)
            .AddCustom("a", () => null)
            .AddCustom("b", () => null);
        Failing.WithNumbers(
            ErrorCode.KernelRegisteredTwice,
            () => resolver.Add(BuiltinOperator.Add, TypeSet.Int16 | TypeSet.Int32, 1, () => null),
            0,
            (int)BuiltinOperator.Add);
        Failing.With(ErrorCode.KernelRegisteredTwice, () => resolver.AddCustom("b", () => null));
        Assert.Equal(5, resolver.Count);
    }

    [Fact]
    public void A_registration_is_complete()
    {
        OpResolver resolver = new OpResolver();
        Failing.With(ErrorCode.ArgumentInvalid, () => resolver.Add(null));
        Failing.With(ErrorCode.ArgumentInvalid, () => resolver.AddCustom(null, () => null));
        Failing.With(ErrorCode.ArgumentInvalid, () => resolver.AddCustom("x", null));
    }
}
