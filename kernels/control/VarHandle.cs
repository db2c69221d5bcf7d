// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>VAR_HANDLE. out = the handle of the resource variable with this container and shared name.</summary>
/// <supports>the output is one handle</supports>
public sealed class VarHandle : Kernel
{
    private Tensor _output;
    private int _handle;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(0, 0);
        context.RequireOutputs(1);
        _output = context.Output(0);
        context.RequireType(_output, TypeSet.Resource | TypeSet.Int32);
        context.RequireElementCount(_output, 1);
        OptionsView options = context.Options(BuiltinOptionsType.VarHandle);
        _handle = context.Resources.FindOrAdd(options.Text(VarHandleOptions.Container), options.Text(VarHandleOptions.SharedName));
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        _output.Int32[_output.Offset] = _handle;
    }

    /// <summary>
    /// The variable of a handle that an earlier node of the same subgraph makes, or null if the handle is known only in Invoke.
    /// </summary>
    internal static ResourceVariable FindVariable(PrepareContext context, Tensor handle)
    {
        Subgraph subgraph = context.CalledSubgraph(context.SubgraphIndex);
        for (int n = 0; n < context.Node; n++)
        {
            VarHandle maker = subgraph.Kernel(n) as VarHandle;
            if (maker != null && maker._output == handle)
            {
                return context.Resources[maker._handle];
            }
        }

        return null;
    }
}

/// <content>VAR_HANDLE.</content>
public static partial class ControlKernels
{
    /// <summary>VAR_HANDLE.</summary>
    public static OpResolver AddVarHandle(this OpResolver resolver)
    {
        return resolver.Add(
            new OpRegistration(BuiltinOperator.VarHandle, null, TypeSet.Any, -1, 1, static () => new VarHandle()));
    }
}
