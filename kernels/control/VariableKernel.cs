// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// What READ_VARIABLE and ASSIGN_VARIABLE share: the handle, the variable behind it and the tensor with its value. Mostly a node of the
/// same subgraph makes the handle, and everything is checked before the first Invoke. A handle that was handed in from another
/// subgraph is looked up whenever the node runs.
/// </summary>
public abstract class VariableKernel : Kernel
{
    private Tensor _handle;
    private ResourceTable _resources;
    private int _subgraph;
    private int _node;

    /// <summary>The tensor that is read into or assigned from.</summary>
    protected Tensor Value { get; private set; }

    /// <summary>The variable; null where its handle is not known before Invoke.</summary>
    protected ResourceVariable Variable { get; private set; }

    /// <summary>Keeps the node's tensors and finds the variable.</summary>
    protected void Prepare(PrepareContext context, Tensor value)
    {
        _handle = context.Input(0);
        context.RequireType(_handle, TypeSet.Resource | TypeSet.Int32);
        context.RequireElementCount(_handle, 1);
        _resources = context.Resources;
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
        Value = value;
        Variable = VarHandle.FindVariable(context, _handle);
    }

    /// <summary>The variable, with memory that fits the value.</summary>
    /// <exception cref="ModelException"><see cref="ErrorCode.ResourceInvalid"/>.</exception>
    protected ResourceVariable FittingVariable()
    {
        ResourceVariable variable = Variable;
        if (variable == null)
        {
            int handle = _handle.Int32[_handle.Offset];
            if (handle < 0 || handle >= _resources.Count)
            {
                throw Invalid(_resources.Count, handle);
            }

            variable = _resources[handle];
            RequireFit(variable);
        }

        return variable;
    }

    /// <summary>The variable must have been given memory by a node that assigns it, for as many elements of the value's type.</summary>
    protected void RequireFit(ResourceVariable variable)
    {
        if (!variable.IsReserved)
        {
            throw Invalid(Value.ElementCount, 0);
        }

        if (variable.Type != Value.Type)
        {
            throw Invalid((int)Value.Type, (int)variable.Type);
        }

        if (variable.ElementCount != Value.ElementCount)
        {
            throw Invalid(Value.ElementCount, variable.ElementCount);
        }
    }

    private ModelException Invalid(long expected, long found)
    {
        return new ModelException(ErrorCode.ResourceInvalid, _subgraph, _node, Value.Index, expected, found);
    }
}
