// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Trace;
using TinyInterp.Schema;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Runs the float and the quantised model side by side.</summary>
internal static class Evaluation
{
    internal static QuantizedModel Of(byte[] before, byte[] after, DataSet data, Action progress)
    {
        TensorTrace real = new TensorTrace(before);
        TensorTrace quantized = Load(after);
        NoiseRatio noise = new NoiseRatio();
        bool isChoice = IsChoice(real);
        int agreed = 0;
        int rightBefore = 0;
        int right = 0;
        foreach (Sample sample in data.Samples)
        {
            float[][] expected = real.Run(sample.Inputs, null);
            float[][] found = Run(quantized, sample);
            for (int i = 0; i < expected.Length; i++)
            {
                noise.Add(expected[i], found[i]);
            }

            if (isChoice)
            {
                int first = Largest(expected[0]);
                int second = Largest(found[0]);
                agreed += first == second ? 1 : 0;
                rightBefore += first == sample.Label ? 1 : 0;
                right += second == sample.Label ? 1 : 0;
            }

            progress?.Invoke();
        }

        int count = data.Samples.Count;
        bool hasLabels = isChoice && data.HasLabels;
        return new QuantizedModel
        {
            Bytes = after,
            BytesBefore = before.Length,
            Samples = count,
            Decibels = noise.Decibels,
            Agreement = isChoice ? 100.0 * agreed / count : null,
            AccuracyBefore = hasLabels ? 100.0 * rightBefore / count : null,
            Accuracy = hasLabels ? 100.0 * right / count : null,
        };
    }

    /// <summary>A quantised model must load; if it does not, the fault is this program's, and the message helps to find it.</summary>
    private static TensorTrace Load(byte[] model)
    {
        try
        {
            return new TensorTrace(model);
        }
        catch (ModelException e)
        {
            throw new QuantizeException("the quantised model does not load, please report it: " + e.Message);
        }
    }

    private static float[][] Run(TensorTrace quantized, Sample sample)
    {
        try
        {
            return quantized.Run(sample.Inputs, null);
        }
        catch (ModelException e)
        {
            throw new QuantizeException("the quantised model refuses " + sample.Name + ", which the float model takes: " + e.Message);
        }
    }

    private static bool IsChoice(TensorTrace trace)
    {
        Tensor? output = trace.Interpreter.OutputCount == 1 ? trace.Interpreter.Output(0) : null;
        return output != null && output.Type == TensorType.Float32 && output.Rank is 1 or 2
            && output.ElementCount >= 2 && output.Shape[output.Rank - 1] == output.ElementCount;
    }

    private static int Largest(float[] values)
    {
        return Array.IndexOf(values, values.Max());
    }
}
