// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Threading;
using TinyInterp;

namespace HelloWorld;

/// <summary>Asks a neural network for the sine of one angle after another and draws its answers.</summary>
public static class Program
{
    private const int DegreesPerStep = 10;
    private const float RadiansPerDegree = 0.0174532925f;
    private const int PauseMilliseconds = 50;

    /// <summary>Once around the circle.</summary>
    public static void Main()
    {
        MicroInterpreter interpreter = SineModelKernels.NewInterpreter(SineModel.Load());
        for (int degrees = 0; degrees < 360; degrees += DegreesPerStep)
        {
            interpreter.Input(0).SetReal(0, degrees * RadiansPerDegree);
            interpreter.Invoke();
            float sine = interpreter.Output(0).GetReal(0);

            Console.WriteLine(SinePlot.Line(degrees, sine));
            Thread.Sleep(PauseMilliseconds);
        }
    }
}
