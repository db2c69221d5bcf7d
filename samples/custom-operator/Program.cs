// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp;

namespace LayerNormSample;

/// <summary>Runs a model with an operator that is defined in this assembly.</summary>
public static class Program
{
    private const int ArenaBytes = 1000;

    /// <summary>Normalises two rows and prints them, in hundredths.</summary>
    public static void Main()
    {
        MicroInterpreter interpreter = NewInterpreter();
        Tensor input = interpreter.Input(0);
        int channels = input.Shape[1];
        for (int i = 0; i < input.ElementCount; i++)
        {
            // Row 0: 0, 1, 2 ...; row 1: 0, 2, 4 ... A layer norm makes them equal.
            input.SetReal(i, (i / channels + 1) * (i % channels));
        }

        interpreter.Invoke();
        for (int row = 0; row < input.Shape[0]; row++)
        {
            Console.WriteLine(Line(input, row) + "  ->" + Line(interpreter.Output(0), row));
        }
    }

    /// <summary>An interpreter that knows the operator, ready for Invoke.</summary>
    public static MicroInterpreter NewInterpreter()
    {
        OpResolver resolver = new OpResolver().AddLayerNorm();
        MicroInterpreter interpreter = new MicroInterpreter(LayerNormModel.Load(), resolver, new TensorArena(ArenaBytes));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static string Line(Tensor tensor, int row)
    {
        string line = string.Empty;
        int channels = tensor.Shape[1];
        for (int c = 0; c < channels; c++)
        {
            float hundredths = 100 * tensor.GetReal(row * channels + c);
            line += " " + ((int)(hundredths < 0 ? hundredths - 0.5f : hundredths + 0.5f)).ToString();
        }

        return line;
    }
}
