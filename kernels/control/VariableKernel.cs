// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Base of READ_VARIABLE and ASSIGN_VARIABLE: the handle, its variable, and the tensor with the value. Usually a node of the same
/// subgraph makes the handle, and everything is checked before the first Invoke. A handle that comes from another subgraph is looked up
/// each time the node runs.
/// </summary>
public abstract class VariableKernel : Kernel
{
    private Tensor _handle;
    private ResourceTable _resources;
    private int _subgraph;
    private int _node;

    /// <summary>The tensor that a read writes and an assignment reads.</summary>
    protected Tensor Value { get; private set; }

    /// <summary>The variable, or null if its handle is not known before Invoke.</summary>
    protected ResourceVariable Variable { get; private set; }

    /// <summary>Stores the node's tensors and finds the variable.</summary>
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

    /// <summary>The variable. Its memory has the value's type and size.</summary>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.ResourceInvalid"/>: the handle is invalid, or the variable has another type or size.
    /// </exception>
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

    /// <summary>
    /// Requires that an assigning node has reserved the variable's memory, with the value's type and number of elements.
    /// </summary>
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
