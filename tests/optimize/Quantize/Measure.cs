// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Golden;
using TinyInterp.Optimize.Data;
using TinyInterp.Optimize.Quantize;
using TinyInterp.Optimize.Trace;

namespace TinyInterp.Tests.Optimize.Quantize;

using TinyInterp.Schema;

/// <summary>How near a quantised model is to its float model, on data that it was not calibrated with.</summary>
internal static class Measure
{
    private const int FreshSeed = 4711;

    /// <summary>Signal to noise in dB over 32 fresh samples.</summary>
    public static double Decibels(byte[] before, byte[] after)
    {
        TensorTrace real = new TensorTrace(before);
        TensorTrace quantized = new TensorTrace(after);
        NoiseRatio noise = new NoiseRatio();
        foreach (Sample sample in FloatModels.Random(before, 32, FreshSeed).Samples)
        {
            float[][] expected = real.Run(sample.Inputs, null);
            float[][] found = quantized.Run(sample.Inputs, null);
            for (int i = 0; i < expected.Length; i++)
            {
                noise.Add(expected[i], found[i]);
            }
        }

        return noise.Decibels;
    }

    /// <summary>Fails unless the build for boards gives the same bytes as the desktop's.</summary>
    public static void RequireSameOnDevice(byte[] model)
    {
        IModelSession desktop = Engines.Desktop.Load(model);
        IModelSession device = Engines.Device.Load(model);
        Random random = new Random(3);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < desktop.InputCount; i++)
            {
                byte[] bytes = Bytes(desktop.Input(i), random);
                desktop.SetInput(i, bytes);
                device.SetInput(i, bytes);
            }

            desktop.Invoke();
            device.Invoke();
            for (int i = 0; i < desktop.OutputCount; i++)
            {
                Xunit.Assert.Equal(desktop.GetOutput(i), device.GetOutput(i));
            }
        }
    }

    private static byte[] Bytes(TensorInfo tensor, Random random)
    {
        IEnumerable<float> reals = Enumerable.Range(0, tensor.ElementCount).Select(_ => 2 * random.NextSingle() - 1);
        return (TensorType)tensor.Type switch
        {
            TensorType.Float32 => reals.SelectMany(BitConverter.GetBytes).ToArray(),
            TensorType.Int8 => reals.Select(real => (byte)(sbyte)(100 * real)).ToArray(),
            TensorType.Int16 => reals.SelectMany(real => BitConverter.GetBytes((short)(10000 * real))).ToArray(),
            _ => new byte[tensor.ByteCount],
        };
    }
}
