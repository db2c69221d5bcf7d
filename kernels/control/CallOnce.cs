// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// CALL_ONCE. Runs a subgraph without inputs and outputs, which initialises resource variables. It runs in the first Invoke, and in the
/// first Invoke after a Reset, because a Reset clears the variables.
/// </summary>
/// <supports>the subgraph has no inputs and no outputs; it runs again after Reset</supports>
public sealed class CallOnce : Kernel
{
    private Subgraph _subgraph;
    private bool _isDone;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(0, 0);
        context.RequireOutputs(0);
        OptionsView options = context.Options(BuiltinOptionsType.CallOnce);
        _subgraph = context.CalledSubgraph(options.Int32(CallOnceOptions.InitSubgraphIndex));
        context.RequireCount(_subgraph.InputCount, 0);
        context.RequireCount(_subgraph.OutputCount, 0);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (!_isDone)
        {
            _subgraph.Invoke();
            _isDone = true;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _isDone = false;
    }
}

/// <content>CALL_ONCE.</content>
public static partial class ControlKernels
{
    /// <summary>CALL_ONCE.</summary>
    public static OpResolver AddCallOnce(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.CallOnce, TypeSet.Any, 1, static () => new CallOnce());
    }
}
