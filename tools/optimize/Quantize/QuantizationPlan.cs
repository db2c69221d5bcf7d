// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>
/// Chooses the quantisation parameters of every real-valued tensor so that the kernels' constraints hold by construction. Tensors that must
/// share parameters form a set, which gets the range of all of them. Outputs whose parameters the kernel fixes get these. If they cannot
/// represent the rest of the set, a QUANTIZE node is added.
/// </summary>
internal sealed class QuantizationPlan
{
    // int16 has bits to spare: twice the calibrated range costs little precision and avoids clipping of larger values.
    private const double Int16Headroom = 2;

    private readonly FloatGraph _graph;
    private readonly Calibration _calibration;
    private readonly QuantizeOptions _options;
    private readonly int _bits;
    private readonly Dictionary<int, QuantizationParameters> _parameters = new Dictionary<int, QuantizationParameters>();
    private readonly Dictionary<int, RangeChoice> _choices = new Dictionary<int, RangeChoice>();
    private TensorSets _sets = new TensorSets(0);
    private HashSet<int> _symmetric = new HashSet<int>();

    internal QuantizationPlan(FloatGraph graph, Calibration calibration, QuantizeOptions options)
    {
        _graph = graph;
        _calibration = calibration;
        _options = options;
        _bits = options.Scheme == Scheme.Int16x8 ? 16 : 8;
        FormSets();
        ChooseRanges();
    }

    /// <summary>Tensors that have quantisation parameters.</summary>
    internal IEnumerable<int> Tensors => _parameters.Keys.Order();

    /// <summary>Lines about nodes that were added.</summary>
    internal List<string> Added { get; } = new List<string>();

    internal QuantizationParameters Of(int tensor)
    {
        return _parameters[tensor];
    }

    internal bool Has(int tensor)
    {
        return _parameters.ContainsKey(tensor);
    }

    internal RangeChoice Choice(int tensor)
    {
        return _choices[tensor];
    }

    /// <summary>The inputs of a node that are activations, or constants in their place.</summary>
    internal static IEnumerable<int> DataInputs(FloatGraph graph, OperatorDef node)
    {
        OperatorRule? rule = OperatorRules.Of(graph.Code(node));
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            int tensor = node.Inputs[i];
            bool isOwn = rule != null && (i == rule.NarrowInput || i == rule.Bias || (rule.IsRecurrent && i != 0)
                || (i == rule.Weights && graph.IsConstant(tensor)));
            if (graph.IsFloat(tensor) && !isOwn)
            {
                yield return tensor;
            }
        }
    }

    private IEnumerable<int> DataOutputs(OperatorDef node)
    {
        return node.Outputs.Where(_graph.IsFloat);
    }

    private IEnumerable<int> DataTensors()
    {
        return _graph.Main.Inputs.Concat(_graph.Main.Outputs).Where(_graph.IsFloat)
            .Concat(_graph.Nodes.SelectMany(node => DataInputs(_graph, node).Concat(DataOutputs(node))))
            .Distinct().ToArray();
    }

    private void FormSets()
    {
        do
        {
            _sets = new TensorSets(_graph.Main.Tensors.Count);
            _symmetric = new HashSet<int>();
            foreach (OperatorDef node in _graph.Nodes)
            {
                Join(node);
            }

            _symmetric = _symmetric.Select(_sets.Of).ToHashSet();
        }
        while (Separate());
    }

    private void Join(OperatorDef node)
    {
        OperatorRule? rule = OperatorRules.Of(_graph.Code(node));
        int[] inputs = DataInputs(_graph, node).ToArray();
        int[] outputs = DataOutputs(node).ToArray();
        if (rule == null)
        {
            return;
        }

        int[] shared = rule.Sharing switch
        {
            Sharing.Inputs => inputs,
            Sharing.All => inputs.Concat(outputs).ToArray(),
            _ => [],
        };
        foreach (int tensor in shared)
        {
            _sets.Join(shared[0], tensor);
        }

        _symmetric.UnionWith(rule.HasSymmetricInputs ? inputs : []);
        _symmetric.UnionWith(rule.HasSymmetricOutputs ? outputs : []);
        if (rule.Weights >= 0 && !_graph.IsConstant(node.Inputs[rule.Weights]))
        {
            _symmetric.Add(node.Inputs[rule.Weights]);
        }
    }

    private QuantizationParameters? FixedParameters(int tensor)
    {
        OperatorDef? writer = _graph.Writer(tensor);
        return writer == null ? null : OperatorRules.Of(_graph.Code(writer))?.Output(_bits);
    }

    /// <summary>Adds a QUANTIZE node after an output whose fixed parameters cannot represent its set, if there is one.</summary>
    private bool Separate()
    {
        foreach (IGrouping<int, int> set in DataTensors().GroupBy(_sets.Of))
        {
            int[] ownParameters = set.Where(tensor => FixedParameters(tensor) != null).ToArray();
            if (ownParameters.Length == 0)
            {
                continue;
            }

            QuantizationParameters parameters = FixedParameters(ownParameters[0])!.Value;
            bool isShared = ownParameters.All(tensor => FixedParameters(tensor) == parameters);
            (double least, double greatest) = Extent(set);
            bool fits = least >= parameters.Least - parameters.Scale && greatest <= parameters.Greatest + parameters.Scale
                && (parameters.ZeroPoint == 0 || !_symmetric.Contains(set.Key));
            if (!isShared || !fits)
            {
                bool wasAdded = false;
                foreach (int tensor in ownParameters)
                {
                    wasAdded |= Requantize(tensor);
                }

                if (wasAdded)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Requantize(int tensor)
    {
        OperatorDef[] readers = _graph.Readers(tensor).Where(node => OperatorRules.Of(_graph.Code(node)) is { } rule
            && (rule.Sharing != Sharing.None || rule.HasSymmetricInputs)).ToArray();
        if (readers.Length == 0)
        {
            return false;
        }

        int copy = _graph.AddTensor(_graph.Tensor(tensor).Name + "/requantised", TensorType.Float32, _graph.Tensor(tensor).Shape);
        _calibration.Copy(tensor, copy);
        foreach (OperatorDef reader in readers)
        {
            reader.Inputs = reader.Inputs.Select(input => input == tensor ? copy : input).ToArray();
        }

        OperatorDef node = _graph.NewNode(
            BuiltinOperator.Quantize, new OptionsTable(BuiltinOptionsType.Quantize), [tensor], [copy], _bits == 16 ? 2 : 1);
        OperatorDef? writer = _graph.Writer(tensor);
        _graph.Nodes.Insert(writer == null ? 0 : _graph.Nodes.IndexOf(writer) + 1, node);
        Added.Add("QUANTIZE after " + _graph.Describe(tensor) + ", whose scale the kernel fixes, for " + _graph.Describe(readers[0]));
        return true;
    }

    private (double Least, double Greatest) Extent(IEnumerable<int> set)
    {
        double least = 0;
        double greatest = 0;
        foreach (int tensor in set)
        {
            (double low, double high) = _graph.IsConstant(tensor) ? ConstantExtent(tensor) : Seen(tensor);
            least = Math.Min(least, low);
            greatest = Math.Max(greatest, high);
        }

        return (least, greatest);
    }

    private (double Least, double Greatest) Seen(int tensor)
    {
        (double least, double greatest, _) = _calibration.Extent(tensor);
        return (least, greatest);
    }

    private (double Least, double Greatest) ConstantExtent(int tensor)
    {
        float[] values = _graph.Floats(tensor);
        return (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
    }

    private void ChooseRanges()
    {
        IGrouping<int, int>[] sets = DataTensors().GroupBy(_sets.Of).ToArray();
        Dictionary<int, Histogram> histograms = new Dictionary<int, Histogram>();
        Dictionary<int, Histogram> bySet = new Dictionary<int, Histogram>();
        foreach (IGrouping<int, int> set in sets)
        {
            (double least, double greatest) = Extent(set);
            Histogram histogram = new Histogram(least, greatest);
            bySet.Add(set.Key, histogram);
            foreach (int tensor in set.Where(tensor => !_graph.IsConstant(tensor)))
            {
                histograms[tensor] = histogram;
            }
        }

        _calibration.Fill(histograms);
        foreach (IGrouping<int, int> set in sets)
        {
            Place(set, bySet[set.Key]);
        }
    }

    private void Place(IGrouping<int, int> set, Histogram histogram)
    {
        bool isSymmetric = _bits == 16 || _symmetric.Contains(set.Key);
        RangeChoice choice = Choose(set, histogram, isSymmetric);
        QuantizationParameters parameters = QuantizationParameters.Covering(choice.Least, choice.Greatest, _bits, isSymmetric, _options.HasPowerOfTwoScales);
        if (set.Select(FixedParameters).FirstOrDefault(known => known != null) is { } own)
        {
            parameters = own;
            choice = new RangeChoice(parameters.Least, parameters.Greatest, "kernel");
        }

        foreach (int tensor in set)
        {
            _parameters.Add(tensor, parameters);
            _choices.Add(tensor, choice);
        }
    }

    private RangeChoice Choose(IGrouping<int, int> set, Histogram histogram, bool isSymmetric)
    {
        RangeChoice? told = null;
        foreach (int tensor in set)
        {
            QuantizationDef? own = _graph.Tensor(tensor).Quantization;
            if (own?.Min is { Length: 1 } && own.Max is { Length: 1 } && own.Min[0] < own.Max[0])
            {
                told = told == null
                    ? new RangeChoice(own.Min[0], own.Max[0], "model")
                    : new RangeChoice(Math.Min(told.Value.Least, own.Min[0]), Math.Max(told.Value.Greatest, own.Max[0]), "model");
            }
        }

        // Training with eight bits clips on purpose; sixteen need not, and then hold what was seen as well.
        bool isHeld = told != null && told.Value.Least <= histogram.Least && told.Value.Greatest >= histogram.Greatest;
        if (told != null && (_bits == 8 || isHeld))
        {
            return told.Value;
        }

        if (set.All(_graph.IsConstant))
        {
            return new RangeChoice(histogram.Least, histogram.Greatest, "constant");
        }

        RangeChoice choice = new RangeSearch(histogram, _bits, isSymmetric, _options.Percentile, _options.HasPowerOfTwoScales)
            .Choose(_bits == 16 && _options.Method == CalibrationMethod.Auto ? CalibrationMethod.MinMax : _options.Method);
        // A wider range of an input would admit values for which the later tensors have no room.
        if (_bits == 16 && !set.Any(_graph.Main.Inputs.Contains))
        {
            return new RangeChoice(choice.Least * Int16Headroom, choice.Greatest * Int16Headroom, choice.Method);
        }

        return _bits == 16 || _options.Method == CalibrationMethod.Auto ? TailAllowance.Widened(choice, histogram) : choice;
    }
}
