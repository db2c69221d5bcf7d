// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Kernels;

/// <summary>
/// Base of operators that bring both inputs to one scale before they combine them: r(in − z), with a multiplier and a shift for each input.
/// For int8, the results for all 256 values are looked up if the budget leaves 1,024 bytes an input; else Eval computes them.
/// </summary>
public abstract class RescaledKernel : BinaryKernel
{
    private int _multiplier1;
    private int _shift1;
    private int _multiplier2;
    private int _shift2;
    private int _leftShift;

    /// <summary>What the first input's values become, indexed by their bits; null where there is no room for it.</summary>
    protected int[] Table1 { get; private set; }

    /// <summary>The same for the second input; null where that of the first is.</summary>
    protected int[] Table2 { get; private set; }

    /// <summary>The first input's multiplier.</summary>
    protected int Multiplier1 => _multiplier1;

    /// <summary>What its product is shifted by; positive is left.</summary>
    protected int Shift1 => _shift1;

    /// <summary>The second input's multiplier.</summary>
    protected int Multiplier2 => _multiplier2;

    /// <summary>What its product is shifted by; positive is left.</summary>
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

    /// <summary>Takes in how the inputs are rescaled.</summary>
    /// <param name="leftShift">Bits that are added behind the point first.</param>
    /// <param name="multiplier1">The first input's multiplier.</param>
    /// <param name="shift1">What its product is shifted by.</param>
    /// <param name="multiplier2">The second input's multiplier.</param>
    /// <param name="shift2">What its product is shifted by.</param>
    protected void Rescale(int leftShift, int multiplier1, int shift1, int multiplier2, int shift2)
    {
        _leftShift = leftShift;
        _multiplier1 = multiplier1;
        _shift1 = shift1;
        _multiplier2 = multiplier2;
        _shift2 = shift2;
    }

    /// <summary>What a value of the first input becomes.</summary>
    protected virtual int Rescaled1(int value)
    {
        return FixedPoint.Multiply((value - Input1.ZeroPoint) << _leftShift, _multiplier1, _shift1);
    }

    /// <summary>What a value of the second input becomes.</summary>
    protected virtual int Rescaled2(int value)
    {
        return FixedPoint.Multiply((value - Input2.ZeroPoint) << _leftShift, _multiplier2, _shift2);
    }

    /// <summary>Whatever else the values depend on; equal numbers mean equal tables.</summary>
    /// <param name="isFirst">Whether the first input is meant.</param>
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
