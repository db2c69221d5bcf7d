// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>
/// What listening costs on boards: the device build executes the sound once under the meter, with the boards' settings, and reads it as each
/// board does; a board runs the counted units at a known speed.
/// </summary>
public sealed class BoardCost
{
    private const int LongestSample = 20 * Detection.SampleRate;

    private BoardCost(double unitsPerSecond, double quiet, double listening, Func<int, double> reading)
    {
        UnitsPerSecond = unitsPerSecond;
        UnitsPerSecondQuiet = quiet;
        UnitsPerSecondListening = listening;
        UnitsPerSecondMicrophone = reading(Detection.SampleRate);
        UnitsPerSecondClips = reading(0);
        Boards = BoardList.Known.Select(board =>
        {
            int rate = MicrophoneRate(board.Name);
            double source = reading(rate);
            double Percent(double units) => (units + source) * board.NsPerUnit * 1e-9 * 100;
            return new Load(
                board.Name, rate, Percent(unitsPerSecond), Percent(quiet), Percent(listening), board.IsMeasured, board.BasisText);
        }).ToArray();
    }

    /// <summary>Cost of a second of this sound, in units; one unit is one ldloc.0. Reading the sound is not in it.</summary>
    public double UnitsPerSecond { get; }

    /// <summary>The same while there is nothing to hear: the front end alone.</summary>
    public double UnitsPerSecondQuiet { get; }

    /// <summary>The same while there is something to hear all the time: front end and network.</summary>
    public double UnitsPerSecondListening { get; }

    /// <summary>What reading a microphone adds, at the front end's own rate.</summary>
    public double UnitsPerSecondMicrophone { get; }

    /// <summary>What reading clips or a serial line adds.</summary>
    public double UnitsPerSecondClips { get; }

    /// <summary>What that means to boards.</summary>
    public IReadOnlyList<Load> Boards { get; }

    /// <summary>Measures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">What is listened to; of a long sound the beginning.</param>
    public static BoardCost Of(SpotterModel model, short[] samples)
    {
        ISpotterFactory factory = SpotterFactory.Metered(model, out InstrumentedAssemblies meter);
        double Units(short[] sound, out ISpotter spotter)
        {
            // Static fields and the first evaluation's leftovers are made before the measurement begins.
            ISpotter made = null!;
            meter.Measure(() => made = factory.New(0, null));
            spotter = made;
            return meter.Measure(() => made.Write(sound, 0, sound.Length)).Units;
        }

        short[] whole = samples[..Math.Min(samples.Length, LongestSample)];
        double units = Units(whole, out ISpotter spotter);
        double quiet = Units(new short[Detection.SampleRate * 32 / 10], out ISpotter idle) / idle.FrameCount;
        double evaluation = spotter.EvaluationCount == 0 ? 0 : (units - spotter.FrameCount * quiet) / spotter.EvaluationCount;
        double frames = (double)Detection.SampleRate / spotter.FrameLength;
        return new BoardCost(
            units * Detection.SampleRate / whole.Length,
            quiet * frames,
            (quiet + evaluation / spotter.StrideFrames) * frames,
            rate => UnitsOfReading(meter, rate));
    }

    private static double UnitsOfReading(InstrumentedAssemblies meter, int microphoneRate)
    {
        double units = meter.Measure(Reading(meter, microphoneRate)).Units;

        // Nothing is counted where the code that reads has no device build beside this program.
        return units > 0 ? units : throw new InvalidOperationException("reading sound was not metered");
    }

    /// <summary>A second of sound as a board reads it, on the metered builds.</summary>
    private static Action Reading(InstrumentedAssemblies meter, int microphoneRate)
    {
        Type input = meter.LoadFromAssemblyPath(typeof(SoundInput).Assembly.Location).GetType(typeof(SoundInput).FullName!, throwOnError: true)!;
        return InstrumentedAssemblies.Alone(() => (Action)input.GetMethod(nameof(SoundInput.Second))!.Invoke(null, [microphoneRate])!);
    }

    /// <summary>The rate of a board's microphone by the settings of the boards' apps; 0 where it has none.</summary>
    private static int MicrophoneRate(string board)
    {
        BoardSettings? settings = Esp32Boards.All.Concat(Stm32Boards.All).FirstOrDefault(known => known.TargetName == board);
        return settings?.Sound == SoundKind.Microphone ? settings.MicrophoneRate : 0;
    }

    /// <summary>The part of a board's time that listening takes, in percent, reading the sound included; over 100 it cannot keep up.</summary>
    /// <param name="Board">Name of the board.</param>
    /// <param name="MicrophoneRate">Frames a second of its microphone; 0 where it reads clips or a serial line.</param>
    /// <param name="LoadPercent">With this sound.</param>
    /// <param name="LoadPercentQuiet">While there is nothing to be heard.</param>
    /// <param name="LoadPercentListening">While there is something to be heard.</param>
    /// <param name="IsMeasured">Whether the board's speed was measured, not estimated.</param>
    /// <param name="Basis">What the board's speed rests on, in words.</param>
    public sealed record Load(
        string Board,
        int MicrophoneRate,
        double LoadPercent,
        double LoadPercentQuiet,
        double LoadPercentListening,
        bool IsMeasured,
        string Basis);
}
