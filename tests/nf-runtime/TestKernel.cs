// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Tests.Runtime;

/// <summary>A kernel made of delegates.</summary>
internal sealed class TestKernel : Kernel
{
    private readonly Func<PrepareContext, Action?> _prepare;
    private readonly Action? _reset;
    private Action? _eval;

    /// <summary>A kernel whose preparation returns what is to be done at each Eval (null: nothing).</summary>
    public TestKernel(Func<PrepareContext, Action?> prepare, Action? reset = null)
    {
        _prepare = prepare;
        _reset = reset;
    }

    public override void Prepare(PrepareContext context)
    {
        _eval = _prepare(context);
    }

    public override void Eval()
    {
        _eval?.Invoke();
    }

    public override void Reset()
    {
        _reset?.Invoke();
    }

    /// <summary>A resolver with the custom operators below and, where given, one more.</summary>
    public static OpResolver Resolver(string? name = null, Func<PrepareContext, Action?>? prepare = null)
    {
        OpResolver resolver = new OpResolver()
            .AddCustom("Copy", () => new TestKernel(Copy))
            .AddCustom("AddOne", () => new TestKernel(AddOne))
            .AddCustom("Add", () => new TestKernel(Add))
            .AddCustom("Accumulate", () => new TestKernel(Accumulate));
        return name == null ? resolver : resolver.AddCustom(name, () => new TestKernel(prepare!));
    }

    /// <summary>y = x.</summary>
    public static Action Copy(PrepareContext context)
    {
        Tensor x = context.Input(0);
        Tensor y = context.Output(0);
        context.RequireSameShape(y, x);
        context.RequireSameType(y, x);
        return () => Array.Copy(x.Data, x.Offset, y.Data, y.Offset, x.ElementCount);
    }

    /// <summary>y = x + 1, by way of scratch that is filled with rubbish before and after.</summary>
    public static Action AddOne(PrepareContext context)
    {
        Tensor x = context.Input(0);
        Tensor y = context.Output(0);
        TestScratch scratch = new TestScratch(context, x.Type, x.ElementCount);
        return () =>
        {
            for (int i = 0; i < x.ElementCount; i++)
            {
                scratch[i] = x.GetInteger(i) + 1;
            }

            for (int i = 0; i < x.ElementCount; i++)
            {
                y.SetInteger(i, scratch[i]);
                scratch[i] = 77;
            }
        };
    }

    /// <summary>y = a + b.</summary>
    public static Action Add(PrepareContext context)
    {
        Tensor a = context.Input(0);
        Tensor b = context.Input(1);
        Tensor y = context.Output(0);
        return () =>
        {
            for (int i = 0; i < y.ElementCount; i++)
            {
                y.SetInteger(i, a.GetInteger(i) + b.GetInteger(i));
            }
        };
    }

    /// <summary>state += x; y = state.</summary>
    public static Action Accumulate(PrepareContext context)
    {
        Tensor x = context.Input(0);
        Tensor state = context.VariableInput(1);
        Tensor y = context.Output(0);
        return () =>
        {
            for (int i = 0; i < y.ElementCount; i++)
            {
                state.SetInteger(i, state.GetInteger(i) + x.GetInteger(i));
                y.SetInteger(i, state.GetInteger(i));
            }
        };
    }

    /// <summary>IF by direct calls: copies its input into the branch's, runs it and copies its output back.</summary>
    public static Action If(PrepareContext context)
    {
        OptionsView options = context.Options(BuiltinOptionsType.If);
        Subgraph[] branches = [context.CalledSubgraph(options.Int32(IfOptions.ThenSubgraphIndex)), context.CalledSubgraph(options.Int32(IfOptions.ElseSubgraphIndex))];
        Tensor condition = context.Input(0);
        Tensor x = context.Input(1);
        Tensor y = context.Output(0);
        return () =>
        {
            Subgraph branch = branches[condition.GetInteger(0) != 0 ? 0 : 1];
            Array.Copy(x.Data, x.Offset, branch.Input(0).Data, branch.Input(0).Offset, x.ElementCount);
            branch.Invoke();
            Array.Copy(branch.Output(0).Data, branch.Output(0).Offset, y.Data, y.Offset, y.ElementCount);
        };
    }
}
