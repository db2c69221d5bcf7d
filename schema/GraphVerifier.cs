// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Schema;

/// <summary>
/// Verifies the graphs. Every index exists. Each tensor is written once, before it is read; a tensor that is never written may be read by
/// custom operators only. No subgraph calls itself, directly or through others.
/// </summary>
internal sealed class GraphVerifier
{
    // State of a tensor. Nodes run in file order, so one pass over them suffices.
    private const byte Unwritten = 0;
    private const byte Written = 1;
    private const byte Constant = 2;

    private const byte Entered = 1;
    private const byte Left = 2;

    private const byte GraphInput = 1;
    private const byte GraphOutput = 2;

    // Planning takes time quadratic in a graph's entries. These limits keep it within a second; real models stay far below them.
    private const int MaxEntries = 16384;
    private const int MaxSubgraphs = 1024;

    private readonly ModelView _model;
    private readonly SubgraphView _subgraph;
    private readonly OperatorView _operator;
    private readonly OperatorCodeView _operatorCode;
    private readonly TensorView _tensor;
    private readonly BufferView _buffer;
    private readonly OptionsView _options;
    private bool[] _written;
    private int _subgraphIndex = ModelException.Nowhere;
    private int _nodeIndex = ModelException.Nowhere;

    internal GraphVerifier(ModelView model)
    {
        FlatBufferReader reader = model.Reader;
        _model = model;
        _subgraph = new SubgraphView(reader);
        _operator = new OperatorView(reader);
        _operatorCode = new OperatorCodeView(reader);
        _tensor = new TensorView(reader);
        _buffer = new BufferView(reader);
        _options = new OptionsView(reader);
    }

    /// <summary>Verifies operator codes, all subgraphs, metadata and signatures.</summary>
    internal void Verify()
    {
        VerifyOperatorCodes();
        RequireCount(_model.SubgraphCount, MaxSubgraphs);
        for (int s = 0; s < _model.SubgraphCount; s++)
        {
            _subgraphIndex = s;
            _nodeIndex = ModelException.Nowhere;
            _model.Subgraph(s, _subgraph);
            VerifySubgraph();
        }

        VerifyNoCycle();
        VerifyMetadata();
        VerifySignatures();
    }

    private void VerifyOperatorCodes()
    {
        for (int i = 0; i < _model.OperatorCodeCount; i++)
        {
            _model.OperatorCode(i, _operatorCode);
            int code = (int)_operatorCode.BuiltinCode;
            if (code < 0 || code > BuiltinOperators.Last)
            {
                throw Failure(ErrorCode.OperatorCodeInvalid, i, BuiltinOperators.Last, code);
            }

            if (code == (int)BuiltinOperator.Custom && _model.Reader.VectorLength(_operatorCode.CustomCode) == 0)
            {
                throw Failure(ErrorCode.OperatorCodeInvalid, i, BuiltinOperators.Last, code);
            }
        }
    }

    private void VerifySubgraph()
    {
        int tensorCount = _subgraph.TensorCount;
        RequireCount(tensorCount, MaxEntries);
        RequireCount(_subgraph.InputCount, MaxEntries);
        RequireCount(_subgraph.OutputCount, MaxEntries);
        RequireCount(_subgraph.OperatorCount, MaxEntries);
        _written = null;
        byte[] state = new byte[tensorCount];
        for (int t = 0; t < tensorCount; t++)
        {
            _subgraph.Tensor(t, _tensor);
            state[t] = _model.IsConstant(_tensor, _buffer) ? Constant : _tensor.IsVariable ? Written : Unwritten;
        }

        for (int i = 0; i < _subgraph.InputCount; i++)
        {
            int tensor = _subgraph.Input(i);
            RequireTensor(tensor, tensorCount);

            // A constant as graph input is a default value. Callers may not overwrite the model's bytes, which an app may keep in
            // flash.
            if (state[tensor] == Constant)
            {
                RequireElements(tensor);
                throw Failure(ErrorCode.TensorProducedTwice, tensor, 1, 2);
            }

            state[tensor] = Written;
        }

        for (int n = 0; n < _subgraph.OperatorCount; n++)
        {
            _nodeIndex = n;
            _subgraph.Operator(n, _operator);
            VerifyOperator(state);
        }

        _nodeIndex = ModelException.Nowhere;
        for (int i = 0; i < _subgraph.OutputCount; i++)
        {
            int tensor = _subgraph.Output(i);
            RequireTensor(tensor, tensorCount);
            if (state[tensor] == Unwritten)
            {
                throw Failure(ErrorCode.TensorUsedBeforeProduced, tensor, 1, 0);
            }
        }
    }

    private void VerifyOperator(byte[] state)
    {
        int opcode = _operator.OpcodeIndex;
        if (opcode < 0 || opcode >= _model.OperatorCodeCount)
        {
            throw Failure(ErrorCode.OpcodeIndexOutOfRange, ModelException.Nowhere, _model.OperatorCodeCount, opcode);
        }

        VerifyOptions();
        RequireCount(_operator.InputCount, MaxEntries);
        RequireCount(_operator.OutputCount, MaxEntries);
        RequireCount(_operator.IntermediateCount, MaxEntries);
        for (int i = 0; i < _operator.InputCount; i++)
        {
            int tensor = _operator.Input(i);

            // Only the kernel knows which inputs are optional. It reports a missing one by index.
            if (tensor == OperatorView.Absent)
            {
                continue;
            }

            RequireTensor(tensor, state.Length);
            if (state[tensor] == Unwritten && !IsMemoryOfNode(tensor))
            {
                throw Failure(ErrorCode.TensorUsedBeforeProduced, tensor, 1, 0);
            }
        }

        for (int i = 0; i < _operator.IntermediateCount; i++)
        {
            int tensor = _operator.Intermediate(i);
            if (tensor != OperatorView.Absent)
            {
                RequireTensor(tensor, state.Length);
            }
        }

        for (int i = 0; i < _operator.OutputCount; i++)
        {
            int tensor = _operator.Output(i);
            RequireTensor(tensor, state.Length);
            if (state[tensor] != Unwritten)
            {
                RequireElements(tensor);
                throw Failure(ErrorCode.TensorProducedTwice, tensor, 1, 2);
            }

            state[tensor] = Written;
        }

        VerifyCalls();
    }

    /// <summary>
    /// Whether the node is a custom operator and no node ever writes the tensor. Such a tensor is memory for the operator, and its kernel
    /// decides whether that is valid. If no kernel is registered, that is the error to report.
    /// </summary>
    private bool IsMemoryOfNode(int tensor)
    {
        _model.OperatorCode(_operator.OpcodeIndex, _operatorCode);
        if (_operatorCode.BuiltinCode != BuiltinOperator.Custom)
        {
            return false;
        }

        _written ??= WrittenTensors.Of(_model, _subgraph);
        return !_written[tensor];
    }

    private void VerifyOptions()
    {
        int tag = (int)_operator.OptionsType;
        if (tag > BuiltinOperators.LastOptionsType || (tag == 0 && _operator.Options != 0) || (tag != 0 && _operator.Options == 0))
        {
            throw Failure(ErrorCode.UnionTagInvalid, ModelException.Nowhere, BuiltinOperators.LastOptionsType, tag);
        }

        int tag2 = _operator.Options2Type;
        if (tag2 > BuiltinOperators.LastOptions2Type || (tag2 == 0 && _operator.Options2 != 0) || (tag2 != 0 && _operator.Options2 == 0))
        {
            throw Failure(ErrorCode.UnionTagInvalid, ModelException.Nowhere, BuiltinOperators.LastOptions2Type, tag2);
        }

        if (_operator.CustomOptionsOutside)
        {
            FlatBufferReader reader = _model.Reader;
            TensorVerifier.RequireInside(
                reader,
                reader.Int64Field(_operator.Position, OperatorView.LargeCustomOptionsOffsetField, 0),
                reader.Int64Field(_operator.Position, OperatorView.LargeCustomOptionsSizeField, 0),
                _subgraphIndex,
                _nodeIndex);
        }
    }

    private void RequireTensor(int index, int count)
    {
        if (index < 0 || index >= count)
        {
            throw Failure(ErrorCode.TensorIndexOutOfRange, index, count, index);
        }
    }

    /// <summary>A tensor that gets written must have elements. Only reads may see an empty list.</summary>
    private void RequireElements(int tensor)
    {
        _subgraph.Tensor(tensor, _tensor);
        if (_tensor.IsEmptyList)
        {
            throw Failure(ErrorCode.DimensionNotPositive, tensor, 1, 0);
        }
    }

    /// <summary>Verifies the indices of the subgraphs that the node calls.</summary>
    private void VerifyCalls()
    {
        int calls = SubgraphCalls.Count(_model, _operator, _operatorCode, _options);
        BuiltinOptionsType type = SubgraphCalls.OptionsType(_operatorCode.BuiltinCode, _operator.OptionsType);
        if (calls != 0 && _operator.OptionsType != type)
        {
            throw Failure(ErrorCode.OptionsMissing, ModelException.Nowhere, (int)type, (int)_operator.OptionsType);
        }

        for (int i = 0; i < calls; i++)
        {
            int callee;
            try
            {
                callee = SubgraphCalls.Callee(_options, i);
            }
            catch (ModelException e)
            {
                throw e.At(_subgraphIndex, _nodeIndex);
            }

            if (callee < 0 || callee >= _model.SubgraphCount)
            {
                throw Failure(ErrorCode.SubgraphIndexOutOfRange, ModelException.Nowhere, _model.SubgraphCount, callee);
            }
        }
    }

    private void VerifyNoCycle()
    {
        byte[] visits = new byte[_model.SubgraphCount];
        for (int s = 0; s < visits.Length; s++)
        {
            VerifyNoCycle(s, visits);
        }

        _nodeIndex = ModelException.Nowhere;
        _subgraphIndex = ModelException.Nowhere;
    }

    /// <summary>Follows a subgraph's calls depth first. Meeting a subgraph that has been entered but not left is a cycle.</summary>
    private void VerifyNoCycle(int subgraph, byte[] visits)
    {
        if (visits[subgraph] == Left)
        {
            return;
        }

        visits[subgraph] = Entered;
        _model.Subgraph(subgraph, _subgraph);
        int nodes = _subgraph.OperatorCount;
        for (int n = 0; n < nodes; n++)
        {
            for (int i = 0; i < CallCount(subgraph, n); i++)
            {
                int callee = SubgraphCalls.Callee(_options, i);
                if (visits[callee] == Entered)
                {
                    _subgraphIndex = subgraph;
                    _nodeIndex = n;
                    throw Failure(ErrorCode.SubgraphCycle, ModelException.Nowhere, 0, callee);
                }

                VerifyNoCycle(callee, visits);
            }
        }

        visits[subgraph] = Left;
    }

    /// <summary>Points the views at a node and returns how many subgraphs it calls.</summary>
    private int CallCount(int subgraph, int node)
    {
        _model.Subgraph(subgraph, _subgraph);
        _subgraph.Operator(node, _operator);
        return SubgraphCalls.Count(_model, _operator, _operatorCode, _options);
    }

    private void VerifyMetadata()
    {
        MetadataView metadata = new MetadataView(_model.Reader);
        RequireCount(_model.MetadataCount, MaxEntries);
        for (int i = 0; i < _model.MetadataCount; i++)
        {
            _model.Metadata(i, metadata);
            if (metadata.Buffer < 0 || metadata.Buffer >= _model.BufferCount)
            {
                throw Failure(ErrorCode.BufferIndexOutOfRange, ModelException.Nowhere, _model.BufferCount, metadata.Buffer);
            }
        }
    }

    private void VerifySignatures()
    {
        SignatureView signature = new SignatureView(_model.Reader);
        TensorMapView map = new TensorMapView(_model.Reader);
        RequireCount(_model.SignatureCount, MaxSubgraphs);
        for (int i = 0; i < _model.SignatureCount; i++)
        {
            _model.Signature(i, signature);
            if (signature.SubgraphIndex < 0 || signature.SubgraphIndex >= _model.SubgraphCount)
            {
                throw Failure(ErrorCode.SubgraphIndexOutOfRange, ModelException.Nowhere, _model.SubgraphCount, signature.SubgraphIndex);
            }

            _subgraphIndex = signature.SubgraphIndex;
            _model.Subgraph(_subgraphIndex, _subgraph);
            RequireCount(signature.InputCount, MaxEntries);
            RequireCount(signature.OutputCount, MaxEntries);
            byte[] ends = Ends();
            for (int k = 0; k < signature.InputCount; k++)
            {
                signature.Input(k, map);
                RequireEnd(map.TensorIndex, ends, GraphInput);
            }

            for (int k = 0; k < signature.OutputCount; k++)
            {
                signature.Output(k, map);
                RequireEnd(map.TensorIndex, ends, GraphOutput);
            }
        }
    }

    /// <summary>For each tensor of the subgraph: whether it is a graph input, a graph output, or both.</summary>
    private byte[] Ends()
    {
        byte[] ends = new byte[_subgraph.TensorCount];
        for (int i = 0; i < _subgraph.InputCount; i++)
        {
            ends[_subgraph.Input(i)] |= GraphInput;
        }

        for (int i = 0; i < _subgraph.OutputCount; i++)
        {
            ends[_subgraph.Output(i)] |= GraphOutput;
        }

        return ends;
    }

    private void RequireEnd(int tensor, byte[] ends, byte end)
    {
        if (tensor < 0 || tensor >= ends.Length || (ends[tensor] & end) == 0)
        {
            throw Failure(ErrorCode.SignatureInvalid, tensor, ends.Length, tensor);
        }
    }

    private void RequireCount(int count, int max)
    {
        if (count > max)
        {
            throw Failure(ErrorCode.GraphTooLarge, ModelException.Nowhere, max, count);
        }
    }

    private ModelException Failure(ErrorCode code, int tensor, long expected, long found)
    {
        return new ModelException(code, _subgraphIndex, _nodeIndex, tensor, expected, found);
    }
}
