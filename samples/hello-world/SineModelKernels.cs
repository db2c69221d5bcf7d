// Written by `tinyinterp` for sine_int8.tflite; write it again when the model changes.
// Packages: TinyInterp, TinyInterp.Kernels.

using TinyInterp;
using TinyInterp.Kernels;

namespace HelloWorld;

/// <summary>What sine_int8.tflite needs to run: its kernels and its memory.</summary>
public static class SineModelKernels
{
    /// <summary>Bytes of the arena, exactly.</summary>
    public const int ArenaBytes = 560;

    /// <summary>The kernels, and no others.</summary>
    public static OpResolver NewResolver()
    {
        return new OpResolver()
            .AddFullyConnected(); // FULLY_CONNECTED, TinyInterp.Kernels
    }

    /// <summary>An interpreter, ready for Invoke.</summary>
    public static MicroInterpreter NewInterpreter(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, NewResolver(), new TensorArena(ArenaBytes));
        interpreter.AllocateTensors();
        return interpreter;
    }
}
