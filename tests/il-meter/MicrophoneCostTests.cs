// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Reflection;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Signal;
using Xunit;

namespace TinyInterp.Tests.IlMeter;

/// <summary>What an ESP32 does with each second of sound before the keyword spotter gets it: one channel of two taken, and its rate halved.</summary>
public class MicrophoneCostTests
{
    private const int UnitsPerSecond = 1_100_000;

    [Fact]
    public void A_second_from_a_microphone_costs_no_more_than_its_documentation_says()
    {
        InstrumentedAssemblies meter = new(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
        Assembly self = meter.LoadFromAssemblyPath(typeof(MicrophoneCostTests).Assembly.Location);
        Action second = InstrumentedAssemblies.Alone(
            self.GetType(typeof(MicrophoneCostTests).FullName!)!.GetMethod(nameof(NewSecond))!.CreateDelegate<Func<Action>>());

        double units = meter.Measure(second).Units;

        Assert.InRange(units, UnitsPerSecond * 0.8, UnitsPerSecond);
    }

    /// <summary>Runs in the meter's context: takes a second of 16 kHz stereo, 31 frames, as boards/esp32 does.</summary>
    public static Action NewSecond()
    {
        byte[] bytes = new byte[512 * 4];
        short[] samples = new short[256];
        HalfBandDecimator decimator = new HalfBandDecimator(3);
        return () =>
        {
            for (int block = 0; block < 31; block++)
            {
                decimator.Write(bytes, 0, 4, samples, samples.Length);
            }
        };
    }
}
