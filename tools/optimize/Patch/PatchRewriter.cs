// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Patch;

/// <summary>
/// Moves a stage to a subgraph whose tensors have the size of a patch, and puts a TINYINTERP_PATCHES node in its place, which runs the
/// subgraph once for each patch. Padding becomes TINYINTERP_PATCH_WINDOW nodes, which know where the picture ends.
/// </summary>
internal sealed class PatchRewriter
{
    private const string PatchesName = "TINYINTERP_PATCHES";
    private const string WindowName = "TINYINTERP_PATCH_WINDOW";

    private readonly FloatGraph _graph;
    private readonly PatchStage _stage;
    private readonly AxisPlan _rows;
    private readonly AxisPlan _columns;
    private readonly SubgraphDef _body = new SubgraphDef { Name = "patch" };
    private readonly Dictionary<int, int> _tensors = new Dictionary<int, int>();
    private readonly Dictionary<string, int> _windows = new Dictionary<string, int>();
    private int _index;

    private PatchRewriter(FloatGraph graph, PatchStage stage, AxisPlan rows, AxisPlan columns)
    {
        _graph = graph;
        _stage = stage;
        _rows = rows;
        _columns = columns;
    }

    /// <summary>Multiply-accumulates of a layer for all patches.</summary>
    internal static long Macs(PatchLayer layer, AxisPlan rows, AxisPlan columns)
    {
        return rows.Uses(layer.Output)
            ? (long)rows.Count * columns.Count * rows.RangeOf(layer.Output).Count * columns.RangeOf(layer.Output).Count * layer.MacsPerCell
            : 0;
    }

    /// <summary>Rewrites a stage.</summary>
    /// <param name="graph">The model, which changes.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    internal static byte[] Run(FloatGraph graph, PatchStage stage, AxisPlan rows, AxisPlan columns)
    {
        new PatchRewriter(graph, stage, rows, columns).Run();

        // A plan of the memory is for the tensors that were there before.
        OfflinePlanMetadata.Remove(graph.Model);
        Compaction.Run(graph.Model);
        return graph.Model.ToBytes();
    }

    private void Run()
    {
        int fill = FillOfInput();
        _tensors[_stage.Input] = AddPicture(_stage.Input, _rows.RangeOf(_stage.Input).Count, _columns.RangeOf(_stage.Input).Count, string.Empty);
        _index = Add(new TensorDef { Name = "index", Type = TensorType.Int32, Shape = [2] });
        _body.Inputs = [_tensors[_stage.Input], _index];
        foreach (PatchLayer layer in _stage.Layers.Where(layer => _rows.Uses(layer.Output)))
        {
            AddLayer(layer, fill);
        }

        _body.Outputs = [_tensors[_stage.Output]];
        _graph.Model.Subgraphs.Add(_body);
        int[] numbers = Numbers(_stage.Input, _rows.RangeOf(_stage.Input), _columns.RangeOf(_stage.Input), fill);
        OperatorDef node = new OperatorDef
        {
            OpcodeIndex = CustomCode(PatchesName),
            Inputs = [_stage.Input, _graph.AddConstant("patches", TensorType.Int32, [numbers.Length], Bytes(numbers))],
            Outputs = [_stage.Output],
            Options = Options.CallOnce(_graph.Model.Subgraphs.Count - 1),
        };
        _graph.Nodes.RemoveRange(_stage.First, _stage.Layers.Count);
        _graph.Nodes.Insert(_stage.First, node);
    }

    /// <summary>
    /// What cells outside the input hold. If every layer that pads the input pads it with the same value, none of them needs a window.
    /// </summary>
    private int FillOfInput()
    {
        return _stage.Layers.FirstOrDefault(layer => layer.IsPadded && layer.Inputs.Contains(_stage.Input))?.Fill ?? 0;
    }

    private void AddLayer(PatchLayer layer, int fillOfInput)
    {
        int output = AddPicture(layer.Output, _rows.RangeOf(layer.Output).Count, _columns.RangeOf(layer.Output).Count, string.Empty);
        _tensors[layer.Output] = output;
        if (layer.IsPad)
        {
            AddWindow(layer, layer.Inputs[0], output);
            return;
        }

        OperatorDef node = layer.Node;
        OptionsTable? options = node.Options?.Copy();
        if (layer.PaddingOption >= 0)
        {
            options?.Set(layer.PaddingOption, (sbyte)Padding.Valid);
        }

        int[] inputs = node.Inputs.Select(input => layer.Inputs.Contains(input) ? Input(layer, input, fillOfInput) : Constant(input)).ToArray();
        _body.Operators.Add(new OperatorDef
        {
            OpcodeIndex = node.OpcodeIndex,
            Inputs = inputs,
            Outputs = [output],
            Options = options,
            Options2 = node.Options2,
        });
    }

    /// <summary>The tensor that a layer reads: the input itself, or a window of it.</summary>
    private int Input(PatchLayer layer, int input, int fillOfInput)
    {
        AxisRange rows = _rows.NeedOf(layer, input);
        AxisRange columns = _columns.NeedOf(layer, input);
        bool isWhole = rows.IsSame(_rows.RangeOf(input)) && columns.IsSame(_columns.RangeOf(input));
        bool isFilled = !layer.IsPadded || (input == _stage.Input && layer.Fill == fillOfInput);
        if (isWhole && isFilled)
        {
            return _tensors[input];
        }

        // Layers that need the same window share it.
        string key = string.Join(' ', Numbers(input, rows, columns, layer.Fill).Append(rows.Count).Append(columns.Count).Append(input));
        if (!_windows.TryGetValue(key, out int window))
        {
            window = AddPicture(input, rows.Count, columns.Count, "/window");
            _windows.Add(key, window);
            AddWindow(layer, input, window);
        }

        return window;
    }

    private void AddWindow(PatchLayer layer, int input, int output)
    {
        int[] numbers = Numbers(input, _rows.NeedOf(layer, input), _columns.NeedOf(layer, input), layer.Fill);
        int constant = Add(new TensorDef
        {
            Name = "window",
            Type = TensorType.Int32,
            Shape = [numbers.Length],
            BufferIndex = _graph.Model.Buffers.Count,
        });
        _graph.Model.Buffers.Add(new BufferDef { Data = Bytes(numbers) });
        _body.Operators.Add(new OperatorDef
        {
            OpcodeIndex = CustomCode(WindowName),
            Inputs = [_tensors[input], _index, constant],
            Outputs = [output],
        });
    }

    /// <summary>The constant of either operator, as TinyInterp.Kernels.PatchPlaces reads it.</summary>
    private int[] Numbers(int tensor, AxisRange rows, AxisRange columns, int fill)
    {
        int[] shape = _graph.Shape(tensor);
        return
        [
            fill, shape[1], shape[2], rows.Starts.Length,
            .. Places(rows, _rows.RangeOf(tensor)), .. Places(columns, _columns.RangeOf(tensor)),
        ];
    }

    /// <summary>Where each patch starts, and where that is in the tensor that has the source's positions.</summary>
    private static IEnumerable<int> Places(AxisRange range, AxisRange source)
    {
        return range.Starts.Zip(source.Starts, (start, from) => new[] { start, start - from }).SelectMany(pair => pair);
    }

    private int AddPicture(int tensor, int height, int width, string suffix)
    {
        TensorDef definition = _graph.Tensor(tensor);
        return Add(new TensorDef
        {
            Name = definition.Name + suffix,
            Type = definition.Type,
            Shape = [1, height, width, definition.Shape[3]],
            Quantization = definition.Quantization,
        });
    }

    private int Constant(int tensor)
    {
        if (tensor < 0)
        {
            return tensor;
        }

        if (!_tensors.TryGetValue(tensor, out int copy))
        {
            TensorDef definition = _graph.Tensor(tensor);
            copy = Add(new TensorDef
            {
                Name = definition.Name,
                Type = definition.Type,
                Shape = definition.Shape,
                BufferIndex = definition.BufferIndex,
                Quantization = definition.Quantization,
                Sparsity = definition.Sparsity,
            });
            _tensors.Add(tensor, copy);
        }

        return copy;
    }

    private int Add(TensorDef tensor)
    {
        _body.Tensors.Add(tensor);
        return _body.Tensors.Count - 1;
    }

    private int CustomCode(string name)
    {
        List<OperatorCodeDef> codes = _graph.Model.OperatorCodes;
        int index = codes.FindIndex(code => code.CustomCode == name);
        if (index < 0)
        {
            codes.Add(new OperatorCodeDef(BuiltinOperator.Custom, 1, name));
            index = codes.Count - 1;
        }

        return index;
    }

    private static byte[] Bytes(int[] numbers)
    {
        return MemoryMarshal.AsBytes<int>(numbers).ToArray();
    }
}
