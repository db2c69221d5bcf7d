// Written by `tinyinterp` for sine_int8.tflite; generate it again when the model changes.
// Packages: TinyInterp, TinyInterp.Kernels.

using TinyInterp;
using TinyInterp.Kernels;

namespace HelloWorld;

/// <summary>The kernels and the arena of sine_int8.tflite.</summary>
public static class SineModelKernels
{
    /// <summary>Bytes of the arena, exactly.</summary>
    public const int ArenaBytes = 560;

    /// <summary>Registers these kernels and no others.</summary>
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
