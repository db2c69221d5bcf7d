// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Kernels;

namespace TinyInterp.ModelTraining;

/// <summary>Runs a model with one input and one output on real values.</summary>
public sealed class ModelRunner
{
    private const int ArenaBytes = 1 << 20;

    private readonly MicroInterpreter _interpreter;

    /// <summary>Loads a model.</summary>
    public ModelRunner(byte[] model)
    {
        _interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(ArenaBytes));
        _interpreter.AllocateTensors();
    }

    /// <summary>The output for an input.</summary>
    public float[] Run(double[] input)
    {
        _interpreter.Input(0).Quantize(input.Select(value => (float)value).ToArray(), 0);
        _interpreter.Invoke();
        float[] output = new float[_interpreter.Output(0).ElementCount];
        _interpreter.Output(0).Dequantize(output, 0);
        return output;
    }
}
