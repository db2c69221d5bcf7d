// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// ASSIGN_VARIABLE. variable = in[1], copied as stored values. The first such node of a variable determines its size and type.
/// </summary>
/// <supports>any type; every assignment of a variable has the same size and type</supports>
public sealed class AssignVariable : VariableKernel
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(0);
        Prepare(context, context.Input(1));
        if (Variable != null)
        {
            context.Reserve(Variable, Value);
            RequireFit(Variable);
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        ResourceVariable variable = FittingVariable();
        if (Value.ElementCount != 0)
        {
            Array.Copy(Value.Data, Value.Offset, variable.Data, variable.Offset, Value.ElementCount);
        }
    }
}

/// <content>ASSIGN_VARIABLE.</content>
public static partial class ControlKernels
{
    /// <summary>ASSIGN_VARIABLE for any type.</summary>
    public static OpResolver AddAssignVariable(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.AssignVariable, null, TypeSet.Any, 1, 1, static () => new AssignVariable()));
    }
}
