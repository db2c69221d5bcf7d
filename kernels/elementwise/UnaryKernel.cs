// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// Base of operators with one quantised input: out[i] = f(in[i]), with equal shapes and types. A derived class maps one stored value to
/// another. For int8, the results for all 256 values are looked up in Eval if the budget has room for the table. For int16, Eval runs the
/// derived class's loop.
/// </summary>
/// <remarks>int8: about 25 units an element with the table, for every function.</remarks>
public abstract class UnaryKernel : Kernel
{
    private sbyte[] _table;
    private int _lowest;
    private int _subgraph;
    private int _node;

    /// <summary>The input.</summary>
    protected Tensor Input { get; private set; }

    /// <summary>The output.</summary>
    protected Tensor Output { get; private set; }

    /// <summary>The lowest stored value of the output.</summary>
    protected int Min { get; set; }

    /// <summary>The highest stored value of the output.</summary>
    protected int Max { get; set; }

    /// <summary>The types that the operator supports.</summary>
    protected virtual TypeSet Types => TypeSet.Int8;

    /// <summary>The lowest stored value in the function's domain. A lower value is an error in the run-time data.</summary>
    protected virtual int Lowest => int.MinValue;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(1, 1);
        context.RequireOutputs(1);
        Input = context.Input(0);
        Output = context.Output(0);
        context.RequireType(Input, Types);
        context.RequireSameType(Output, Input);
        context.RequireSameShape(Output, Input);
        context.AllowOverlap(0, 0, 0);
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
        Min = (int)TensorTypes.MinZeroPoint(Output.Type);
        Max = (int)TensorTypes.MaxZeroPoint(Output.Type);
        CheckQuantization(context);
        PrepareFunction(context);
        _lowest = Lowest;
    }

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        _table = null;
        if (Output.Type == TensorType.Int8 && spare != null && spare.TryTake(256))
        {
            sbyte[] table = new sbyte[256];
            for (int value = _lowest > -128 ? _lowest : -128; value < 128; value++)
            {
                table[value & 0xFF] = (sbyte)Clamped(value);
            }

            _table = table;
        }
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        if (_lowest > Min)
        {
            CheckDomain();
        }

        if (_table != null)
        {
            EvalTable();
        }
        else if (Output.Type == TensorType.Int8)
        {
            EvalInt8();
        }
        else
        {
            EvalInt16();
        }
    }

    /// <summary>Checks scales and zero points. By default both tensors must be quantised per tensor.</summary>
    protected virtual void CheckQuantization(PrepareContext context)
    {
        context.RequireQuantized(Input);
        context.RequireQuantized(Output);
    }

    /// <summary>For int16 both zero points must be 0.</summary>
    protected void RequireSymmetricInt16(PrepareContext context)
    {
        if (Input.Type == TensorType.Int16)
        {
            context.RequireZeroPoint(Input, 0);
            context.RequireZeroPoint(Output, 0);
        }
    }

    /// <summary>Checks what is specific to the operator and computes its parameters, before <see cref="Stored"/> is called.</summary>
    protected abstract void PrepareFunction(PrepareContext context);

    /// <summary>
    /// The output's stored value for an input's stored value, not yet clamped to <see cref="Min"/> and <see cref="Max"/>.
    /// </summary>
    protected abstract int Stored(int value);

    /// <summary>The loop for int16. By default it calls <see cref="Stored"/> for each element.</summary>
    protected virtual void EvalInt16()
    {
        short[] input = Input.Int16;
        short[] output = Output.Int16;
        int at = Input.Offset;
        int to = Output.Offset;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            output[to] = (short)Clamped(input[at]);
        }
    }

    private void EvalInt8()
    {
        sbyte[] input = Input.Int8;
        sbyte[] output = Output.Int8;
        int at = Input.Offset;
        int to = Output.Offset;
        for (int end = at + Input.ElementCount; at < end; at++, to++)
        {
            output[to] = (sbyte)Clamped(input[at]);
        }
    }

    private int Clamped(int value)
    {
        int stored = Stored(value);
        return stored < Min ? Min : stored > Max ? Max : stored;
    }

    private void EvalTable()
    {
        sbyte[] input = Input.Int8;
        sbyte[] output = Output.Int8;
        sbyte[] table = _table;
        int at = Input.Offset;
        int to = Output.Offset;
        int end = at + Input.ElementCount;
        for (int end4 = end - 3; at < end4; at += 4, to += 4)
        {
            output[to] = table[input[at] & 0xFF];
            output[to + 1] = table[input[at + 1] & 0xFF];
            output[to + 2] = table[input[at + 2] & 0xFF];
            output[to + 3] = table[input[at + 3] & 0xFF];
        }

        for (; at < end; at++, to++)
        {
            output[to] = table[input[at] & 0xFF];
        }
    }

    private void CheckDomain()
    {
        sbyte[] input8 = Input.Int8;
        short[] input16 = Input.Int16;
        int lowest = _lowest;
        int at = Input.Offset;
        for (int end = at + Input.ElementCount; at < end; at++)
        {
            int value = input8 != null ? input8[at] : input16[at];
            if (value < lowest)
            {
                throw new ModelException(ErrorCode.ValueOutOfRange, _subgraph, _node, Input.Index, lowest, value);
            }
        }
    }
}
