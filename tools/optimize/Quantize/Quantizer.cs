// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Post-training quantisation: a float32 model and samples of its data in, an integer model and what it costs out.</summary>
public static class Quantizer
{
    /// <summary>Quantises a model.</summary>
    /// <param name="model">A .tflite file that the verifier has passed.</param>
    /// <param name="data">Samples such as the model will see.</param>
    /// <param name="options">Types and methods.</param>
    /// <param name="progress">Called with the share of the work that is done, or null.</param>
    /// <exception cref="QuantizeException">Model or data cannot be used.</exception>
    /// <exception cref="ModelException">The float model cannot be run.</exception>
    public static QuantizedModel Run(byte[] model, DataSet data, QuantizeOptions options, Action<double>? progress = null)
    {
        FloatGraph graph = Read(model);
        List<string> changes = new List<string>();
        SanityCheck.RequireSound(graph);
        if (options.Scheme == Scheme.Int16x8)
        {
            changes.AddRange(Int16Substitutes.Run(graph));
        }

        SanityCheck.RequireSupported(graph, options.Scheme);
        IReadOnlyList<Sample> samples = data.Samples;
        if (samples.Count == 0)
        {
            throw new QuantizeException("there is no calibration data");
        }

        int done = 0;
        void Step()
        {
            done++;
            progress?.Invoke(Math.Min(1, (double)done / (4 * samples.Count)));
        }

        if (options.Scheme == Scheme.Float16)
        {
            return StoreHalves(graph, model, data, Step);
        }

        OwnConstants.Make(graph);
        changes.AddRange(AffineFolding.Run(graph));
        changes.AddRange(ActivationFusion.Run(graph));
        if (options.Equalizes)
        {
            changes.AddRange(Equalization.Run(graph));
        }

        changes.AddRange(WeightTerms.Run(graph, options));
        byte[] prepared = graph.Model.ToBytes();
        Calibration calibration = new Calibration(graph, samples, Step);
        QuantizationPlan plan = new QuantizationPlan(graph, calibration, options);
        changes.AddRange(plan.Added);
        new IntegerRewrite(graph, plan, calibration, options).Run();
        IReadOnlyList<QuantizedTensor> tensors = TensorList.Of(graph, plan);
        QuantizedModel quantized = options.CorrectsBias
            ? Corrected(graph, prepared, model, data, options, changes, Step)
            : Evaluation.Of(model, Finish(graph, options), data, Step);
        return quantized with
        {
            Changes = changes,
            Tensors = tensors,
        };
    }

    /// <summary>The model with corrected biases, unless that is farther from the float model than without.</summary>
    private static QuantizedModel Corrected(
        FloatGraph graph, byte[] prepared, byte[] model, DataSet data, QuantizeOptions options, List<string> changes, Action step)
    {
        QuantizedModel plain = Evaluation.Of(model, Finish(graph.Copy(), options), data, step);
        List<string> lines = BiasCorrection.Run(graph, prepared, data.Samples);
        QuantizedModel corrected = Evaluation.Of(model, Finish(graph, options), data, step);
        bool isBetter = corrected.Decibels >= plain.Decibels;
        changes.AddRange(isBetter ? lines : ["biases are not corrected: the correction would cost "
            + (plain.Decibels - corrected.Decibels).ToString("0.0", CultureInfo.InvariantCulture) + " dB on this data"]);
        return isBetter ? corrected : plain;
    }

    private static QuantizedModel StoreHalves(FloatGraph graph, byte[] model, DataSet data, Action step)
    {
        (List<int> halves, List<string> kept) = Float16Rewrite.Run(graph);
        IReadOnlyList<QuantizedTensor> tensors = halves
            .Select(tensor => new QuantizedTensor(graph.Tensor(tensor).Name, "float16", 0, 0, 0, 0, 0, "weights")).ToArray();
        Compaction.Run(graph.Model);
        return Evaluation.Of(model, graph.Model.ToBytes(), data, step) with
        {
            Changes = kept,
            Tensors = tensors,
        };
    }

    private static FloatGraph Read(byte[] model)
    {
        try
        {
            ModelDocument document = ModelDocument.Read(model);

            // A plan of the float model's memory does not fit another model's tensors.
            OfflinePlanMetadata.Remove(document);
            return new FloatGraph(document);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new QuantizeException(e.Message);
        }
    }

    private static byte[] Finish(FloatGraph graph, QuantizeOptions options)
    {
        if (options.HasFloatInputsAndOutputs)
        {
            InputsAndOutputs.MakeFloat(graph);
        }

        Compaction.Run(graph.Model);
        return graph.Model.ToBytes();
    }
}
