// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.SchemaDump;

/// <summary>
/// The lines of a <see cref="FieldDump"/> that the loader's typed views know: what the interpreter itself acts on. They must be among those
/// of the whole dump.
/// </summary>
public sealed class ViewDump
{
    private readonly List<string> _lines = new List<string>();
    private readonly ModelView _model;

    private ViewDump(ModelView model)
    {
        _model = model;
    }

    /// <summary>The lines for a verified model.</summary>
    public static IReadOnlyList<string> Of(ModelView model)
    {
        ViewDump dump = new ViewDump(model);
        dump.Model();
        return dump._lines;
    }

    private void Model()
    {
        Add("Model.version", _model.Version);
        Text("Model.description", _model.Description);
        OperatorCodeView code = new OperatorCodeView(_model.Reader);
        for (int i = 0; i < _model.OperatorCodeCount; i++)
        {
            _model.OperatorCode(i, code);
            string path = "Model.operator_codes[" + i + "]";
            Text(path + ".custom_code", code.CustomCode);
            Add(path + ".version", code.Version);

            // The view gives the code that counts; a writer of today puts the same into this field.
            Add(path + ".builtin_code", (int)code.BuiltinCode);
        }

        SubgraphView subgraph = new SubgraphView(_model.Reader);
        for (int s = 0; s < _model.SubgraphCount; s++)
        {
            _model.Subgraph(s, subgraph);
            Subgraph("Model.subgraphs[" + s + "]", subgraph);
        }

        BufferView buffer = new BufferView(_model.Reader);
        for (int i = 0; i < _model.BufferCount; i++)
        {
            _model.Buffer(i, buffer);
            if (!buffer.IsOutside && buffer.DataLength != 0)
            {
                List("Model.buffers[" + i + "].data", Enumerable.Range(0, buffer.DataLength).Select(b => (long)_model.Reader.Data[buffer.DataPosition + b]));
            }
        }

        MetadataView metadata = new MetadataView(_model.Reader);
        for (int i = 0; i < _model.MetadataCount; i++)
        {
            _model.Metadata(i, metadata);
            Text("Model.metadata[" + i + "].name", metadata.Name);
            Add("Model.metadata[" + i + "].buffer", metadata.Buffer);
        }

        SignatureView signature = new SignatureView(_model.Reader);
        for (int i = 0; i < _model.SignatureCount; i++)
        {
            _model.Signature(i, signature);
            Signature("Model.signature_defs[" + i + "]", signature);
        }
    }

    private void Subgraph(string path, SubgraphView subgraph)
    {
        Text(path + ".name", subgraph.Name);
        if (subgraph.InputCount != 0)
        {
            List(path + ".inputs", Enumerable.Range(0, subgraph.InputCount).Select(i => (long)subgraph.Input(i)));
        }

        if (subgraph.OutputCount != 0)
        {
            List(path + ".outputs", Enumerable.Range(0, subgraph.OutputCount).Select(i => (long)subgraph.Output(i)));
        }

        TensorView tensor = new TensorView(_model.Reader);
        for (int t = 0; t < subgraph.TensorCount; t++)
        {
            subgraph.Tensor(t, tensor);
            Tensor(path + ".tensors[" + t + "]", tensor);
        }

        OperatorView node = new OperatorView(_model.Reader);
        for (int n = 0; n < subgraph.OperatorCount; n++)
        {
            subgraph.Operator(n, node);
            Node(path + ".operators[" + n + "]", node);
        }
    }

    private void Tensor(string path, TensorView tensor)
    {
        Add(path + ".type", (int)tensor.Type);
        Add(path + ".buffer", tensor.Buffer);
        Text(path + ".name", tensor.Name);
        Add(path + ".is_variable", tensor.IsVariable ? 1 : 0);
        if (tensor.Rank != 0)
        {
            List(path + ".shape", Enumerable.Range(0, tensor.Rank).Select(d => (long)tensor.Dimension(d)));
        }

        if (tensor.Quantization == 0)
        {
            return;
        }

        QuantizationView quantization = new QuantizationView(_model.Reader);
        quantization.MoveTo(tensor.Quantization);
        Add(path + ".quantization.quantized_dimension", quantization.QuantizedDimension);
        if (quantization.ScaleCount != 0)
        {
            _lines.Add(path + ".quantization.scale=[" + string.Join(
                ",", Enumerable.Range(0, quantization.ScaleCount).Select(i => FieldDump.Format("float", quantization.Scale(i)))) + "]");
        }

        if (quantization.ZeroPointCount != 0)
        {
            List(path + ".quantization.zero_point", Enumerable.Range(0, quantization.ZeroPointCount).Select(quantization.ZeroPoint));
        }
    }

    private void Node(string path, OperatorView node)
    {
        Add(path + ".opcode_index", node.OpcodeIndex);
        Add(path + ".builtin_options_type", (int)node.OptionsType);
        Add(path + ".builtin_options_2_type", node.Options2Type);
        if (node.InputCount != 0)
        {
            List(path + ".inputs", Enumerable.Range(0, node.InputCount).Select(i => (long)node.Input(i)));
        }

        if (node.OutputCount != 0)
        {
            List(path + ".outputs", Enumerable.Range(0, node.OutputCount).Select(i => (long)node.Output(i)));
        }

        if (!node.CustomOptionsOutside && node.CustomOptionsLength != 0)
        {
            List(path + ".custom_options", Enumerable.Range(0, node.CustomOptionsLength).Select(i => (long)_model.Reader.Data[node.CustomOptionsPosition + i]));
        }
    }

    private void Signature(string path, SignatureView signature)
    {
        Text(path + ".signature_key", signature.Key);
        Add(path + ".subgraph_index", signature.SubgraphIndex);
        TensorMapView map = new TensorMapView(_model.Reader);
        for (int i = 0; i < signature.InputCount; i++)
        {
            signature.Input(i, map);
            Map(path + ".inputs[" + i + "]", map);
        }

        for (int i = 0; i < signature.OutputCount; i++)
        {
            signature.Output(i, map);
            Map(path + ".outputs[" + i + "]", map);
        }
    }

    private void Map(string path, TensorMapView map)
    {
        Text(path + ".name", map.Name);
        Add(path + ".tensor_index", map.TensorIndex);
    }

    private void Add(string path, long value)
    {
        _lines.Add(path + "=" + value.ToString(CultureInfo.InvariantCulture));
    }

    private void Text(string path, int position)
    {
        if (position != 0)
        {
            _lines.Add(path + "=" + FieldDump.Quote(ErrorText.ReadString(_model.Reader, position)));
        }
    }

    private void List(string path, IEnumerable<long> values)
    {
        _lines.Add(path + "=[" + string.Join(",", values.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "]");
    }
}
