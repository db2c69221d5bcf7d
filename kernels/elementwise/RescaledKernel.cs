// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Base of operators that bring both inputs to the same scale before they combine them: r(in − z), where r is a multiplier and a shift per
/// input. int8 has only 256 values, so r is a table if the budget leaves 1,024 bytes per input; else Eval computes it for each element.
/// </summary>
public abstract class RescaledKernel : BinaryKernel
{
    private int _multiplier1;
    private int _shift1;
    private int _multiplier2;
    private int _shift2;
    private int _leftShift;

    /// <summary>The rescaled values of the first input, indexed by the stored value's bits; null without room for both tables.</summary>
    protected int[] Table1 { get; private set; }

    /// <summary>The same for the second input; null if <see cref="Table1"/> is.</summary>
    protected int[] Table2 { get; private set; }

    /// <summary>The first input's multiplier.</summary>
    protected int Multiplier1 => _multiplier1;

    /// <summary>The shift of its product; positive is left.</summary>
    protected int Shift1 => _shift1;

    /// <summary>The second input's multiplier.</summary>
    protected int Multiplier2 => _multiplier2;

    /// <summary>The shift of its product; positive is left.</summary>
    protected int Shift2 => _shift2;

    /// <inheritdoc/>
    public override void PackWeights(SpareMemory spare)
    {
        Table1 = null;
        Table2 = null;
        if (spare == null || ArenaRegion.OfType(Input1.Type) != ArenaRegion.Int8)
        {
            return;
        }

        int[] table1 = TableOf(spare, Input1, true);
        int[] table2 = TableOf(spare, Input2, false);
        if (table1 != null && table2 != null)
        {
            Table1 = table1;
            Table2 = table2;
        }
    }

    /// <summary>Sets how the inputs are rescaled.</summary>
    /// <param name="leftShift">Number of fractional bits to add first.</param>
    /// <param name="multiplier1">The first input's multiplier.</param>
    /// <param name="shift1">The shift of its product.</param>
    /// <param name="multiplier2">The second input's multiplier.</param>
    /// <param name="shift2">The shift of its product.</param>
    protected void Rescale(int leftShift, int multiplier1, int shift1, int multiplier2, int shift2)
    {
        _leftShift = leftShift;
        _multiplier1 = multiplier1;
        _shift1 = shift1;
        _multiplier2 = multiplier2;
        _shift2 = shift2;
    }

    /// <summary>The rescaled value of a stored value of the first input.</summary>
    protected virtual int Rescaled1(int value)
    {
        return FixedPoint.Multiply((value - Input1.ZeroPoint) << _leftShift, _multiplier1, _shift1);
    }

    /// <summary>The rescaled value of a stored value of the second input.</summary>
    protected virtual int Rescaled2(int value)
    {
        return FixedPoint.Multiply((value - Input2.ZeroPoint) << _leftShift, _multiplier2, _shift2);
    }

    /// <summary>Everything else that a table depends on, as a number: tables with equal numbers and parameters are equal.</summary>
    /// <param name="isFirst">Whether it is the first input's table.</param>
    protected virtual long VariantOf(bool isFirst)
    {
        return 0;
    }

    private int[] TableOf(SpareMemory spare, Tensor input, bool isFirst)
    {
        long[] function =
        {
            (long)input.Type, _leftShift, isFirst ? _multiplier1 : _multiplier2, isFirst ? _shift1 : _shift2, input.ZeroPoint,
            VariantOf(isFirst),
        };
        int[] table = spare.FindTable(function);
        if (table == null && spare.TryTake(4 * 256))
        {
            table = new int[256];
            for (int value = -128; value < 128; value++)
            {
                table[value & 0xFF] = isFirst ? Rescaled1(value) : Rescaled2(value);
            }

            spare.ShareTable(function, table);
        }

        return table;
    }
}
