// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>
/// What listening costs on boards: the device build executes the sound once under the meter, whose units a board runs at a known speed.
/// </summary>
public sealed class BoardCost
{
    private const int LongestSample = 20 * Detection.SampleRate;

    private BoardCost(double unitsPerSecond, double quiet, double listening)
    {
        UnitsPerSecond = unitsPerSecond;
        UnitsPerSecondQuiet = quiet;
        UnitsPerSecondListening = listening;
        Boards = BoardList.Known.Select(board => new Load(
            board.Name, Percent(board, unitsPerSecond), Percent(board, quiet), Percent(board, listening), board.IsMeasured)).ToArray();
    }

    /// <summary>Cost of a second of this sound, in units; one unit is one ldloc.0.</summary>
    public double UnitsPerSecond { get; }

    /// <summary>The same while there is nothing to be heard: the front end alone.</summary>
    public double UnitsPerSecondQuiet { get; }

    /// <summary>The same while there is something to be heard all the time: front end and network.</summary>
    public double UnitsPerSecondListening { get; }

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
            ISpotter made = null;
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
            units * Detection.SampleRate / whole.Length, quiet * frames, (quiet + evaluation / spotter.StrideFrames) * frames);
    }

    private static double Percent(Board board, double unitsPerSecond)
    {
        return unitsPerSecond * board.NsPerUnit * 1e-9 * 100;
    }

    /// <summary>The part of a board's time that listening takes, in percent; over 100 it cannot keep up.</summary>
    /// <param name="Board">Name of the board.</param>
    /// <param name="LoadPercent">With this sound.</param>
    /// <param name="LoadPercentQuiet">While there is nothing to be heard.</param>
    /// <param name="LoadPercentListening">While there is something to be heard.</param>
    /// <param name="IsMeasured">Whether the board's speed was measured, not estimated.</param>
    public sealed record Load(string Board, double LoadPercent, double LoadPercentQuiet, double LoadPercentListening, bool IsMeasured);
}
