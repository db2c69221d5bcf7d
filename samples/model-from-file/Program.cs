// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Threading;
using TinyInterp;
using TinyInterp.Kernels;
using TinyInterp.Storage;

namespace ModelFromFile;

/// <summary>Runs a model that is in no app: from an SD card if there is one, from the internal storage else.</summary>
public static class Program
{
    private const int PauseMilliseconds = 1000;

    /// <summary>Loads the model and asks it for a sine; tries again every second until there is one.</summary>
    public static void Main()
    {
        while (!TryRun(ModelPath.Find()))
        {
            Thread.Sleep(PauseMilliseconds);
        }
    }

    private static bool TryRun(string path)
    {
        try
        {
            byte[] model = ModelFile.Load(path);
            MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddFullyConnected(), new TensorArena(int.MaxValue));
            interpreter.AllocateTensors();
            interpreter.Input(0).SetReal(0, 0.5f);
            interpreter.Invoke();
            Console.WriteLine(path + ": " + model.Length + " bytes, arena " + interpreter.ArenaUsedBytes + " bytes");
            Console.WriteLine("sine of 0.5: " + (int)(interpreter.Output(0).GetReal(0) * 1000) + " thousandths");
            return true;
        }
        catch (ModelException e)
        {
            Console.WriteLine(path + ": " + e.Message);
            return false;
        }
    }
}
