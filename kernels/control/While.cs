// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// WHILE. state = in; while (condition(state)) state = body(state); out = state. condition and body are subgraphs, and the state has as
/// many tensors as the node has inputs. The outputs hold the state between the calls, so a body may return its inputs unchanged or in
/// another order.
/// </summary>
/// <supports>any types; the condition subgraph has one bool output; shapes do not change from round to round</supports>
public sealed class While : Kernel
{
    private TensorList _inputs;
    private TensorList _state;
    private Subgraph _condition;
    private Subgraph _body;
    private TensorList _conditionInputs;
    private TensorList _bodyInputs;
    private TensorList _bodyOutputs;
    private Tensor _goOn;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireOutputs(context.InputCount);
        _inputs = TensorList.InputsOf(context, 0);
        _state = TensorList.OutputsOf(context);
        _state.RequireLike(context, _inputs);
        OptionsView options = context.Options(BuiltinOptionsType.While);
        _condition = context.CalledSubgraph(options.Int32(WhileOptions.CondSubgraphIndex));
        _body = context.CalledSubgraph(options.Int32(WhileOptions.BodySubgraphIndex));
        _conditionInputs = TensorList.InputsOf(context, _condition, _state);
        _bodyInputs = TensorList.InputsOf(context, _body, _state);
        _bodyOutputs = TensorList.OutputsOf(context, _body, _state);
        context.RequireCount(_condition.OutputCount, 1);
        _goOn = _condition.Output(0);
        if (!ControlChecks.IsCondition(_goOn))
        {
            throw context.Error(ErrorCode.SubgraphMismatch, null, (int)TensorType.Bool, (int)_goOn.Type);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _inputs.CopyTo(_state);
        _state.CopyTo(_conditionInputs);
        _condition.Invoke();
        while (_goOn.Int8[_goOn.Offset] != 0)
        {
            _state.CopyTo(_bodyInputs);
            _body.Invoke();
            _bodyOutputs.CopyTo(_state);
            _state.CopyTo(_conditionInputs);
            _condition.Invoke();
        }
    }
}

/// <content>WHILE.</content>
public static partial class ControlKernels
{
    /// <summary>WHILE for any types.</summary>
    public static OpResolver AddWhile(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.While, TypeSet.Any, 1, static () => new While());
    }
}
