// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Kernels;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>The values that channels have when a model runs on two random samples: the kernels themselves tell what a constant channel holds.</summary>
internal sealed class ChannelValues
{
    private readonly Subgraph[] _runs = new Subgraph[2];

    internal ChannelValues(ModelDocument model)
    {
        byte[] bytes = model.ToBytes();
        for (int i = 0; i < _runs.Length; i++)
        {
            MicroInterpreter interpreter = new MicroInterpreter(bytes, new OpResolver().AddAll(), new TensorArena(int.MaxValue))
            {
                PreserveAllTensors = true,
            };
            interpreter.AllocateTensors();
            Fill(interpreter, new Random(i));
            interpreter.Invoke();
            _runs[i] = interpreter.Subgraph(0);
        }
    }

    /// <summary>Whether a channel has the same stored value everywhere, and which.</summary>
    internal bool IsOne(int tensor, int channel, out double value)
    {
        value = Stored(_runs[0].Tensor(tensor), channel);
        foreach (Subgraph run in _runs)
        {
            Tensor elements = run.Tensor(tensor);
            for (int i = channel; i < elements.ElementCount; i += elements.Shape[elements.Rank - 1])
            {
                if (Stored(elements, i) != value)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static double Stored(Tensor tensor, int index)
    {
        return tensor.Float32 != null ? tensor.GetReal(index) : tensor.GetInteger(index);
    }

    private static void Fill(MicroInterpreter interpreter, Random random)
    {
        for (int i = 0; i < interpreter.InputCount; i++)
        {
            Tensor input = interpreter.Input(i);
            for (int k = 0; k < input.ElementCount; k++)
            {
                // Whole numbers may be indices, of which only 0 is always right.
                input.SetReal(k, input.Float32 != null || input.IsQuantized ? (float)(random.NextDouble() * 2 - 1) : 0);
            }
        }
    }
}
