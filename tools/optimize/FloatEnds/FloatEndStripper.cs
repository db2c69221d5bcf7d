// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.FloatEnds;

/// <summary>
/// Removes QUANTIZE at float32 inputs and DEQUANTIZE at float32 outputs: callers fill and read the quantised tensors. These keep the names,
/// the places in the lists of inputs and outputs, and the signatures of the float32 tensors.
/// </summary>
public sealed class FloatEndStripper
{
    private readonly FloatGraph _graph;
    private readonly List<FloatEnd> _ends = new List<FloatEnd>();

    private FloatEndStripper(FloatGraph graph)
    {
        _graph = graph;
    }

    /// <summary>Removes what can be removed.</summary>
    /// <param name="model">A model that the verifier has passed.</param>
    /// <exception cref="System.IO.InvalidDataException">The model cannot be read.</exception>
    /// <exception cref="System.NotSupportedException">It holds something that cannot be written again.</exception>
    public static StrippedModel Run(byte[] model)
    {
        FloatGraph graph = new FloatGraph(ModelDocument.Read(model));
        FloatEndStripper stripper = new FloatEndStripper(graph);
        foreach (int input in graph.Main.Inputs.Distinct().Where(graph.IsFloat).ToArray())
        {
            stripper.StripInput(input);
        }

        foreach (int output in graph.Main.Outputs.Distinct().Where(graph.IsFloat).ToArray())
        {
            stripper.StripOutput(output);
        }

        if (stripper._ends.All(end => end.Refusal != null))
        {
            return new StrippedModel(null, stripper._ends);
        }

        // A plan of the memory is for the tensors that were there before.
        OfflinePlanMetadata.Remove(graph.Model);
        Compaction.Run(graph.Model);
        return new StrippedModel(graph.Model.ToBytes(), stripper._ends);
    }

    private void StripInput(int input)
    {
        List<OperatorDef> readers = _graph.Readers(input);
        OperatorDef? other = readers.Find(node => _graph.Code(node) != BuiltinOperator.Quantize);
        int[] quantized = readers.Where(node => node != other).Select(node => node.Outputs[0]).ToArray();
        string? refusal = readers.Count == 0 ? "no node reads it"
            : other != null ? _graph.Describe(other) + " reads it as float32"
            : _graph.Main.Outputs.Contains(input) ? "it is an output as well"
            : quantized.Any(_graph.Main.Outputs.Contains) ? "what QUANTIZE makes of it is an output"
            : quantized.Any(tensor => !IsAlike(quantized[0], tensor)) ? "QUANTIZE nodes with different scales or types read it" : null;
        Report(true, input, quantized.Length == 0 ? input : quantized[0], refusal);
        if (refusal == null)
        {
            foreach (int same in quantized.Skip(1))
            {
                Replace(same, quantized[0]);
            }

            _graph.Nodes.RemoveAll(readers.Contains);
            Exchange(_graph.Main.Inputs, input, quantized[0], isInput: true);
        }
    }

    private void StripOutput(int output)
    {
        OperatorDef? writer = _graph.Writer(output);
        int quantized = writer == null ? output : writer.Inputs[0];
        OperatorDef? reader = _graph.Readers(output).FirstOrDefault();
        string? refusal = writer == null ? "no node writes it"
            : _graph.Code(writer) != BuiltinOperator.Dequantize ? _graph.Describe(writer) + " computes it in float32"
            : reader != null ? _graph.Describe(reader) + " reads it as float32"
            : _graph.Tensor(quantized).Quantization?.Scale is not { Length: 1 } || _graph.IsConstant(quantized) ? "DEQUANTIZE reads no quantised activation"
            : _graph.Main.Outputs.Contains(quantized) || _graph.Main.Inputs.Contains(quantized) ? "what DEQUANTIZE reads is an input or output already"
            : null;
        Report(false, output, quantized, refusal);
        if (refusal == null && writer != null)
        {
            _graph.Nodes.Remove(writer);
            Exchange(_graph.Main.Outputs, output, quantized, isInput: false);
        }
    }

    private bool IsAlike(int a, int b)
    {
        QuantizationDef? first = _graph.Tensor(a).Quantization;
        QuantizationDef? second = _graph.Tensor(b).Quantization;
        return _graph.Tensor(a).Type == _graph.Tensor(b).Type && Equal(first?.Scale, second?.Scale) && Equal(first?.ZeroPoint, second?.ZeroPoint);
    }

    private static bool Equal<T>(T[]? a, T[]? b)
    {
        return (a ?? []).SequenceEqual(b ?? []);
    }

    private void Report(bool isInput, int tensor, int quantized, string? refusal)
    {
        TensorDef definition = _graph.Tensor(quantized);
        _ends.Add(new FloatEnd(
            isInput, _graph.Tensor(tensor).Name, definition.Type, definition.Quantization?.Scale?.FirstOrDefault() ?? 0,
            definition.Quantization?.ZeroPoint?.FirstOrDefault() ?? 0, refusal));
    }

    private void Replace(int tensor, int by)
    {
        foreach (OperatorDef node in _graph.Readers(tensor))
        {
            node.Inputs = node.Inputs.Select(input => input == tensor ? by : input).ToArray();
        }
    }

    /// <summary>Puts the quantised tensor in the place of the float32 one that callers know.</summary>
    private void Exchange(List<int> list, int outside, int inside, bool isInput)
    {
        TensorDef known = _graph.Tensor(outside);
        TensorDef quantized = _graph.Tensor(inside);
        quantized.Name = known.Name;
        quantized.ShapeSignature = known.ShapeSignature;
        for (int i = 0; i < list.Count; i++)
        {
            list[i] = list[i] == outside ? inside : list[i];
        }

        foreach (SignatureDef signature in (_graph.Model.Signatures ?? []).Where(signature => signature.SubgraphIndex == 0))
        {
            foreach (TensorMapDef map in (isInput ? signature.Inputs : signature.Outputs) ?? [])
            {
                map.TensorIndex = map.TensorIndex == outside ? inside : map.TensorIndex;
            }
        }
    }
}
