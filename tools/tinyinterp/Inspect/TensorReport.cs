// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using System.Text.Json.Serialization;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>A tensor as inspect shows it.</summary>
internal sealed class TensorReport
{
    internal TensorReport(ModelView model, SubgraphView subgraph, int index)
    {
        TensorView view = new TensorView(model.Reader);
        QuantizationView quantization = new QuantizationView(model.Reader);
        subgraph.Tensor(index, view);
        Index = index;
        Name = ErrorText.ReadString(model.Reader, view.Name);
        TensorType = view.Type;
        Shape = Enumerable.Range(0, view.Rank).Select(view.Dimension).ToArray();
        Elements = Shape.Aggregate(1L, (product, size) => product * size);
        Bytes = TensorTypes.ByteCount(view.Type, Elements);
        IsConstant = model.IsConstant(view, new BufferView(model.Reader));
        IsVariable = view.IsVariable;
        Scales = [];
        ZeroPoints = [];
        if (view.Quantization != 0)
        {
            quantization.MoveTo(view.Quantization);
            Scales = Enumerable.Range(0, quantization.ScaleCount).Select(quantization.Scale).ToArray();
            ZeroPoints = Enumerable.Range(0, quantization.ZeroPointCount).Select(quantization.ZeroPoint).ToArray();
            QuantizedDimension = Scales.Length <= 1 ? null : view.Rank == 1 ? 0 : quantization.QuantizedDimension;
        }
    }

    /// <summary>Index in the subgraph.</summary>
    public int Index { get; }

    /// <summary>Name; may be empty.</summary>
    public string Name { get; }

    /// <summary>Type as the format writes it.</summary>
    public string Type => TensorType.ToString().ToUpperInvariant();

    /// <summary>Dimensions.</summary>
    public int[] Shape { get; }

    /// <summary>Bytes in raw form.</summary>
    public long Bytes { get; }

    /// <summary>Whether the model holds the elements.</summary>
    public bool IsConstant { get; }

    /// <summary>Whether the elements survive an Invoke.</summary>
    public bool IsVariable { get; }

    /// <summary>One scale, or one per channel; none where the tensor is not quantised.</summary>
    public float[] Scales { get; }

    /// <summary>Zero points likewise; none means 0.</summary>
    public long[] ZeroPoints { get; }

    /// <summary>The dimension of the channels where there are several scales.</summary>
    public int? QuantizedDimension { get; }

    /// <summary>Type.</summary>
    [JsonIgnore]
    public TensorType TensorType { get; }

    /// <summary>Number of elements.</summary>
    [JsonIgnore]
    public long Elements { get; }

    /// <summary>The shape as text.</summary>
    [JsonIgnore]
    public string ShapeText => "[" + string.Join(",", Shape) + "]";
}
