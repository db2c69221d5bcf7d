using System;
using TinyInterp;

namespace HelloWorld;

/// <summary>Runs the model and prints what comes out of it.</summary>
public static class Program
{
    private const int MaxShown = 10;

    /// <summary>Runs once; put your loop here.</summary>
    public static void Main()
    {
        MicroInterpreter interpreter = ModelKernels.NewInterpreter(Model.Load());
        Console.WriteLine("arena: " + interpreter.ArenaUsedBytes.ToString() + " bytes");

        // Put your samples here. SetReal takes real values and quantises them as the model wants.
        Tensor input = interpreter.Input(0);
        for (int i = 0; i < input.ElementCount; i++)
        {
            input.SetReal(i, 0);
        }

        long start = DateTime.UtcNow.Ticks;
        interpreter.Invoke();
        Console.WriteLine("Invoke: " + ((DateTime.UtcNow.Ticks - start) / TimeSpan.TicksPerMillisecond).ToString() + " ms");

        Tensor output = interpreter.Output(0);
        for (int i = 0; i < output.ElementCount && i < MaxShown; i++)
        {
            Console.WriteLine("output " + i.ToString() + ": " + output.GetReal(i).ToString());
        }
    }
}
