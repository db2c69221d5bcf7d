// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of operators with two broadcast inputs: out[i] = f(in1[i], in2[i]). A derived class has Prepare, and a loop over a plane for each
/// element type. This class walks over the planes.
/// </summary>
public abstract class BinaryKernel : Kernel
{
    private int _subgraph;
    private int _node;

    /// <summary>The first input.</summary>
    protected Tensor Input1 { get; private set; }

    /// <summary>The second input.</summary>
    protected Tensor Input2 { get; private set; }

    /// <summary>The output.</summary>
    protected Tensor Output { get; private set; }

    /// <summary>The lowest stored value of the output.</summary>
    protected int Min { get; set; }

    /// <summary>The highest stored value of the output.</summary>
    protected int Max { get; set; }

    /// <summary>How the inputs are broadcast.</summary>
    private Broadcast Walk { get; set; }

    /// <inheritdoc/>
    public override void Eval()
    {
        Broadcast walk = Walk;
        walk.Start();
        do
        {
            Plane(walk);
        }
        while (walk.Next());
    }

    /// <summary>
    /// Reads the node's tensors and plans the broadcast. The node must have two inputs, the first with a type in
    /// <paramref name="types"/>, and
    /// one output.
    /// </summary>
    /// <exception cref="ModelException">The node has other tensors, or their shapes do not broadcast.</exception>
    protected void TakeTensors(PrepareContext context, TypeSet types)
    {
        context.RequireInputs(2, 2);
        context.RequireOutputs(1);
        Input1 = context.Input(0);
        Input2 = context.Input(1);
        Output = context.Output(0);
        context.RequireType(Input1, types);
        Walk = new Broadcast(context, Output, new Tensor[] { Input1, Input2 }, false);
        context.AllowElementwiseOverlap(0, 0);
        context.AllowElementwiseOverlap(0, 1);
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
    }

    /// <summary>
    /// Like <see cref="TakeTensors"/>, for operators whose output has the type of the inputs. int8 and int16 must be quantised; wider
    /// types must not be.
    /// </summary>
    protected void TakeArithmeticTensors(PrepareContext context, TypeSet types)
    {
        TakeTensors(context, types);
        context.RequireSameType(Input2, Input1);
        context.RequireSameType(Output, Input1);
        if (Output.Type == TensorType.Int8 || Output.Type == TensorType.Int16)
        {
            context.RequireQuantized(Input1);
            context.RequireQuantized(Input2);
            context.RequireQuantized(Output);
        }
        else
        {
            RequirePlain(context, Input1);
            RequirePlain(context, Input2);
            RequirePlain(context, Output);
        }
    }

    /// <summary>Sets <see cref="Min"/> and <see cref="Max"/> from a fused activation.</summary>
    protected void TakeActivation(PrepareContext context, int activation)
    {
        int min;
        int max;
        if (Output.IsQuantized)
        {
            ActivationRange.Quantized(context, activation, Output, out min, out max);
        }
        else
        {
            if (activation < ActivationRange.None || activation > ActivationRange.Relu6)
            {
                throw context.Error(ErrorCode.OptionUnsupported, Output, ActivationRange.Relu6, activation);
            }

            min = activation == ActivationRange.None ? int.MinValue : activation == ActivationRange.ReluN1To1 ? -1 : 0;
            max = activation == ActivationRange.ReluN1To1 ? 1 : activation == ActivationRange.Relu6 ? 6 : int.MaxValue;
        }

        Min = min;
        Max = max;
    }

    /// <summary>An error about run-time data of the second input. The caller throws it.</summary>
    protected ModelException DataError(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, _subgraph, _node, Input2.Index, expected, found);
    }

    /// <summary>Computes one plane.</summary>
    protected abstract void Plane(Broadcast walk);

    private static void RequirePlain(PrepareContext context, Tensor tensor)
    {
        if (tensor.IsQuantized)
        {
            throw context.Error(ErrorCode.QuantizationUnsupported, tensor, 0, tensor.ChannelCount);
        }
    }
}
