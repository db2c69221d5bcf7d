// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// READ_VARIABLE. out = the value that was assigned last, or real zeros before the first assignment. Some node of the model must assign
/// the variable.
/// </summary>
/// <supports>any type; size and type of what is assigned</supports>
public sealed class ReadVariable : VariableKernel
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        Prepare(context, context.Output(0));
    }

    /// <inheritdoc/>
    public override void Link()
    {
        if (Variable != null)
        {
            RequireFit(Variable);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        ResourceVariable variable = FittingVariable();
        if (Value.ElementCount != 0)
        {
            Array.Copy(variable.Data, variable.Offset, Value.Data, Value.Offset, Value.ElementCount);
        }
    }
}

/// <content>READ_VARIABLE.</content>
public static partial class ControlKernels
{
    /// <summary>READ_VARIABLE for any type.</summary>
    public static OpResolver AddReadVariable(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.ReadVariable, null, TypeSet.Any, -1, 1, static () => new ReadVariable()));
    }
}
