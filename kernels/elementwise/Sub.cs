// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// SUB. out[i] = clamp(zo + requantise(r1(in1[i] − z1) − r2(in2[i] − z2))) with broadcast inputs. Factors are computed in single
/// precision.
/// See <see cref="ScaledSum"/>.
/// </summary>
/// <supports>int8 and int16 of any scales and zero points, int32 unquantised; broadcast; fused activation</supports>
public sealed class Sub : ScaledSum
{
    /// <inheritdoc/>
    protected override int Sign => -1;

    /// <inheritdoc/>
    protected override double InputFactor(float scale, float larger)
    {
        float factor = scale / (2 * larger);
        return factor;
    }

    /// <inheritdoc/>
    protected override double OutputFactor(float larger, int unit, float outputScale)
    {
        float factor = 2 * larger / (unit * outputScale);
        return factor;
    }
}

/// <content>SUB.</content>
public static partial class ElementwiseKernels
{
    /// <summary>SUB of int8, int16 and int32.</summary>
    public static OpResolver AddSub(this OpResolver resolver)
    {
        return resolver.Add(BuiltinOperator.Sub, TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32, 6, static () => new Sub());
    }
}
