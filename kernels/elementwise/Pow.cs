// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// POW. out[i] = in1[i] ^ in2[i] for int32 without quantisation, with broadcast inputs. The product wraps, and 0 ^ 0 is 1. A negative
/// exponent is an error, because its power is not an integer.
/// </summary>
/// <supports>int32 unquantised; broadcast; an error where the exponent is negative</supports>
public sealed class Pow : BinaryKernel
{
    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        TakeArithmeticTensors(context, TypeSet.Int32);
    }

    /// <inheritdoc/>
    protected override void Plane(Broadcast walk)
    {
        int[] input1 = Input1.Int32;
        int[] input2 = Input2.Int32;
        int[] output = Output.Int32;
        int step1 = walk.ColumnStep(0);
        int step2 = walk.ColumnStep(1);
        int row1 = walk.At(0);
        int row2 = walk.At(1);
        int at = walk.OutputAt;
        for (int rows = walk.Rows; rows > 0; rows--)
        {
            int at1 = row1;
            int at2 = row2;
            for (int end = at + walk.Columns; at < end; at++, at1 += step1, at2 += step2)
            {
                int exponent = input2[at2];
                if (exponent < 0)
                {
                    throw DataError(ErrorCode.ValueOutOfRange, 0, exponent);
                }

                int factor = input1[at1];
                int power = 1;
                for (; exponent != 0; exponent >>= 1)
                {
                    if ((exponent & 1) != 0)
                    {
                        power *= factor;
                    }

                    factor *= factor;
                }

                output[at] = power;
            }

            row1 += walk.RowStep(0);
            row2 += walk.RowStep(1);
        }
    }
}

/// <content>POW.</content>
public static partial class ElementwiseKernels
{
    /// <summary>POW of int32.</summary>
    public static OpResolver AddPow(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Pow, TypeSet.Int32, 2, static () => new Pow());
    }
}
