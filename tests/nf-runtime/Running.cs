// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Writer;

namespace TinyInterp.Tests.Runtime;

/// <summary>Short ways to run a model that a test has built.</summary>
internal static class Running
{
    public static MicroInterpreter Load(ModelBuilder model, OpResolver? resolver = null, TensorArena? arena = null)
    {
        MicroInterpreter interpreter = Create(model, resolver, arena);
        interpreter.AllocateTensors();
        return interpreter;
    }

    public static MicroInterpreter Create(ModelBuilder model, OpResolver? resolver = null, TensorArena? arena = null)
    {
        return new MicroInterpreter(model.Build(), resolver ?? TestKernel.Resolver(), arena ?? new TensorArena(1 << 20));
    }

    /// <summary>Sets the elements of input 0, invokes and returns those of output 0.</summary>
    public static long[] Run(this MicroInterpreter interpreter, params long[] input)
    {
        Set(interpreter.Input(0), input);
        interpreter.Invoke();
        return Get(interpreter.Output(0));
    }

    public static void Set(Tensor tensor, params long[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            tensor.SetInteger(i, values[i]);
        }
    }

    public static long[] Get(Tensor tensor)
    {
        long[] values = new long[tensor.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.GetInteger(i);
        }

        return values;
    }
}
