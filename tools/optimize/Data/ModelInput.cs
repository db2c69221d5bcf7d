// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Data;

/// <summary>An input of a model, as data for it must know it.</summary>
public sealed class ModelInput
{
    private readonly QuantizationDef? _quantization;

    private readonly ModelInput _ranged;

    /// <summary>An input that takes the range of random data from another model's where it has none itself.</summary>
    internal ModelInput(TensorDef tensor, ModelInput? ranged = null)
    {
        Name = tensor.Name ?? string.Empty;
        Type = tensor.Type;
        Shape = tensor.Shape;
        long count = 1;
        foreach (int size in Shape)
        {
            count *= size;
        }

        ElementCount = (int)count;
        _quantization = tensor.Quantization;
        _ranged = ranged != null && !HasRange ? ranged : this;
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Sizes, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int ElementCount { get; }

    /// <summary>Bytes of one payload.</summary>
    public int ByteCount => (int)TensorTypes.ByteCount(Type, ElementCount);

    /// <summary>Real size of a quantisation step; 0 where not quantised.</summary>
    public float Scale => _quantization?.Scale is { Length: > 0 } scale ? scale[0] : 0;

    /// <summary>The stored value of real 0.</summary>
    public long ZeroPoint => Scale != 0 && _quantization?.ZeroPoint is { Length: > 0 } zeroPoint ? zeroPoint[0] : 0;

    /// <summary>Least value that random data takes.</summary>
    public float Least => _ranged.Range(_ranged._quantization?.Min, -1, _ranged.IsBoundless ? 0 : TensorTypes.MinInteger(_ranged.Type));

    /// <summary>Greatest value that random data takes.</summary>
    public float Greatest => _ranged.Range(_ranged._quantization?.Max, 1, _ranged.IsBoundless ? 0 : TensorTypes.MaxInteger(_ranged.Type));

    /// <summary>Whether values are whole numbers, to which random ones must be rounded.</summary>
    public bool IsWhole => Type != TensorType.Float32 && Scale == 0;

    private bool HasRange => Type != TensorType.Float32 || _quantization?.Min is { Length: 1 };

    /// <summary>Real numbers have no bound to draw between, and wide integers are usually indices, of which only 0 is always right.</summary>
    private bool IsBoundless => Type == TensorType.Float32 || (Scale == 0 && ByteCount > 2 * (long)ElementCount);

    /// <summary>The real value of a stored one.</summary>
    public float Real(long stored)
    {
        return Scale == 0 ? stored : (float)((double)Scale * (stored - ZeroPoint));
    }

    /// <summary>Type and shape, as in INT8 [1,12].</summary>
    public override string ToString()
    {
        return Type.ToString().ToUpperInvariant() + " [" + string.Join(",", Shape) + "]";
    }

    private float Range(float[]? told, float real, long stored)
    {
        return told is { Length: 1 } && float.IsFinite(told[0]) ? told[0] : Type == TensorType.Float32 ? real : Real(stored);
    }
}
