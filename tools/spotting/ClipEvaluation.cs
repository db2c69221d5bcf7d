// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TinyInterp.AudioFiles;

namespace TinyInterp.Spotting;

/// <summary>
/// How well a spotter classifies clips, in two ways: the class it gives to each clip by itself, and what it hears where the clip stands
/// in silence, as its events at every threshold.
/// </summary>
public sealed class ClipEvaluation
{
    /// <summary>Silence before a clip, in samples.</summary>
    public const int SilenceBefore = Detection.SampleRate / 2;

    /// <summary>Silence behind a clip, in samples: until its window has passed.</summary>
    public const int SilenceBehind = Detection.SampleRate * 5 / 4;

    /// <summary>The name under which all that is not a keyword counts.</summary>
    public const string Total = "total";

    private readonly ISpotterFactory _factory;
    private readonly ISpotter _first;

    /// <summary>An evaluation of spotters of one build.</summary>
    /// <param name="factory">Makes a spotter for each thread.</param>
    /// <param name="threshold">The threshold that is in use; 0 for the shipped one.</param>
    public ClipEvaluation(ISpotterFactory factory, int threshold)
    {
        _factory = factory;
        _first = factory.New(threshold, null);
    }

    /// <summary>Evaluates a set.</summary>
    /// <param name="set">The clips.</param>
    /// <param name="threads">How many spotters run at the same time; the result does not depend on it.</param>
    /// <param name="progress">Receives the number of clips done, from any thread.</param>
    /// <exception cref="AudioException">A clip cannot be read.</exception>
    public EvaluationReport Run(ClipSet set, int threads, Action<int> progress)
    {
        IReadOnlyList<ClipKind> kinds = ClipKind.Of(set, _first);
        List<Outcome>[] outcomes = new List<Outcome>[kinds.Count];
        int next = -1;
        int done = 0;
        int failed = int.MaxValue;
        AudioException[] errors = new AudioException[kinds.Count];

        void Work(ISpotter spotter)
        {
            for (int i = Interlocked.Increment(ref next); i < outcomes.Length && i < Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
            {
                try
                {
                    outcomes[i] = Evaluate(spotter, set.Clips[i], kinds[i]);
                }
                catch (AudioException e)
                {
                    errors[i] = e;
                    Volatile.Write(ref failed, Math.Min(i, Volatile.Read(ref failed)));
                }

                progress(Interlocked.Increment(ref done));
            }
        }

        Task[] others = Enumerable.Range(1, Math.Max(1, threads) - 1)
            .Select(_ => Task.Factory.StartNew(() => Work(_factory.New(0, null)), TaskCreationOptions.LongRunning)).ToArray();
        Work(_first);
        Task.WaitAll(others);
        AudioException? error = errors.FirstOrDefault(e => e != null);
        return error == null ? new EvaluationReport(_first, outcomes.SelectMany(list => list).ToList()) : throw error;
    }

    private static List<Outcome> Evaluate(ISpotter spotter, Clip clip, ClipKind kind)
    {
        List<Outcome> outcomes = new();
        foreach (short[] piece in kind.Pieces(clip.Samples(Detection.SampleRate)))
        {
            short[] stream = new short[SilenceBefore + piece.Length + SilenceBehind];
            piece.CopyTo(stream, SilenceBefore);
            outcomes.Add(new Outcome(kind, spotter.Classify(piece), ScoreTrace.Record(spotter, stream)));
        }

        return outcomes;
    }

    /// <summary>What came of a clip.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Label">Which label it was given.</param>
    /// <param name="Trace">Its scores in a stream.</param>
    internal sealed record Outcome(ClipKind Kind, int Label, ScoreTrace Trace);
}
