// Written by `tinyinterp` for gestures_int8.tflite; generate it again when the model changes.
// Packages: TinyInterp, TinyInterp.Kernels.Arithmetic, TinyInterp.Kernels.Neural, TinyInterp.Kernels.Reduce.

using TinyInterp;
using TinyInterp.Kernels;

namespace AccelerometerSample;

/// <summary>The kernels and the arena of gestures_int8.tflite.</summary>
public static class GestureModelKernels
{
    /// <summary>Bytes of the arena, exactly.</summary>
    public const int ArenaBytes = 3712;

    /// <summary>Registers these kernels and no others.</summary>
    public static OpResolver NewResolver()
    {
        return new OpResolver()
            .AddConv2D() // CONV_2D, TinyInterp.Kernels.Neural
            .AddMean() // MEAN, TinyInterp.Kernels.Reduce
            .AddFullyConnected() // FULLY_CONNECTED, TinyInterp.Kernels.Neural
            .AddSoftmax(); // SOFTMAX, TinyInterp.Kernels.Neural
    }

    /// <summary>An interpreter, ready for Invoke.</summary>
    public static MicroInterpreter NewInterpreter(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, NewResolver(), new TensorArena(ArenaBytes));
        interpreter.AllocateTensors();
        return interpreter;
    }
}
