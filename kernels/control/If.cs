// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// IF. (out[0], out[1], ...) = in[0] ? then(in[1], in[2], ...) : else(in[1], in[2], ...), where then and else are subgraphs. Only the
/// selected one runs. Values are copied to and from it as stored.
/// </summary>
/// <supports>any types; the condition is one bool; both subgraphs have the types and shapes of the node's tensors</supports>
public sealed class If : Kernel
{
    private Tensor _condition;
    private TensorList _inputs;
    private TensorList _outputs;
    private Subgraph _then;
    private Subgraph _else;
    private TensorList _thenInputs;
    private TensorList _thenOutputs;
    private TensorList _elseInputs;
    private TensorList _elseOutputs;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, int.MaxValue);
        _condition = context.Input(0);
        context.RequireType(_condition, TypeSet.Bool);
        context.RequireElementCount(_condition, 1);
        _inputs = TensorList.InputsOf(context, 1);
        _outputs = TensorList.OutputsOf(context);
        OptionsView options = context.Options(BuiltinOptionsType.If);
        _then = context.CalledSubgraph(options.Int32(IfOptions.ThenSubgraphIndex));
        _else = context.CalledSubgraph(options.Int32(IfOptions.ElseSubgraphIndex));
        _thenInputs = TensorList.InputsOf(context, _then, _inputs);
        _thenOutputs = TensorList.OutputsOf(context, _then, _outputs);
        _elseInputs = TensorList.InputsOf(context, _else, _inputs);
        _elseOutputs = TensorList.OutputsOf(context, _else, _outputs);
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_condition.Int8[_condition.Offset] != 0)
        {
            _inputs.CopyTo(_thenInputs);
            _then.Invoke();
            _thenOutputs.CopyTo(_outputs);
        }
        else
        {
            _inputs.CopyTo(_elseInputs);
            _else.Invoke();
            _elseOutputs.CopyTo(_outputs);
        }
    }
}

/// <content>IF.</content>
public static partial class ControlKernels
{
    /// <summary>IF for any types.</summary>
    public static OpResolver AddIf(this OpResolver resolver)
    {
        return resolver.Add(new OpRegistration(BuiltinOperator.If, null, TypeSet.Any, -1, 1, static () => new If()));
    }
}
