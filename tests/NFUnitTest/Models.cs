// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Boards;
using TinyInterp.Kernels;

namespace TinyInterp.Tests.Device;

/// <summary>Loads what the tests run.</summary>
public static class Models
{
    /// <summary>An interpreter with its tensors allocated in an arena of so many bytes.</summary>
    public static MicroInterpreter Load(byte[] model, int arenaBytes)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(arenaBytes));
        interpreter.AllocateTensors();
        return interpreter;
    }

    /// <summary>The small whole graph.</summary>
    public static byte[] Graph()
    {
        return new SelfTestDataA().Model(0);
    }

    /// <summary>The bytes of the first output.</summary>
    public static byte[] Output(MicroInterpreter interpreter)
    {
        byte[] bytes = new byte[interpreter.Output(0).ByteCount];
        interpreter.Output(0).CopyTo(bytes, 0);
        return bytes;
    }
}
