// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;

namespace TinyInterp.Spotting;

/// <summary>What an evaluation of clips found.</summary>
public sealed class EvaluationReport
{
    internal EvaluationReport(ISpotter spotter, IReadOnlyList<ClipEvaluation.Outcome> outcomes)
    {
        Labels = spotter.Labels;
        Clips = outcomes.Count;
        Threshold = spotter.Threshold;
        Groups = outcomes.Where(outcome => !outcome.Kind.IsKeyword)
            .SelectMany(outcome => outcome.Kind.Folders.Where(folder => folder.Contains('/')).Append(outcome.Kind.Group))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        Confusion = Labels.Select(_ => new int[Labels.Count]).ToArray();
        foreach (ClipEvaluation.Outcome outcome in outcomes)
        {
            Confusion[outcome.Kind.Label][outcome.Label]++;
        }

        Accuracy = Ratio(Enumerable.Range(0, Labels.Count).Sum(label => Confusion[label][label]), Clips);
        PerClass = Labels.Select((label, index) => new ClassResult(label, index, Confusion)).ToArray();
        Thresholds = Enumerable.Range(8, 18).Select(tens => tens * 10).Append(Threshold).Distinct().Order()
            .Select(threshold => new ThresholdResult(threshold, outcomes)).ToArray();
    }

    /// <summary>The folders and zips of the set with clips that are not keywords, and the kinds in their file names.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The part of all clips that were given the right label.</summary>
    public double Accuracy { get; }

    /// <summary>Number of clips; pieces of a long recording count each.</summary>
    public int Clips { get; }

    /// <summary>The labels, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>A row for each true label, in it the number of clips that were given each label.</summary>
    public int[][] Confusion { get; }

    /// <summary>How each label fared.</summary>
    public IReadOnlyList<ClassResult> PerClass { get; }

    /// <summary>The threshold that is in use.</summary>
    public int Threshold { get; }

    /// <summary>What is heard at the threshold that is in use and at others.</summary>
    public IReadOnlyList<ThresholdResult> Thresholds { get; }

    private static double Ratio(int part, int whole)
    {
        return whole == 0 ? 0 : (double)part / whole;
    }

    /// <summary>How a label fared.</summary>
    public sealed class ClassResult
    {
        internal ClassResult(string label, int index, int[][] confusion)
        {
            Label = label;
            Clips = confusion[index].Sum();
            Recall = Ratio(confusion[index][index], Clips);
            Precision = Ratio(confusion[index][index], confusion.Sum(row => row[index]));
        }

        /// <summary>Its name.</summary>
        public string Label { get; }

        /// <summary>Clips of it.</summary>
        public int Clips { get; }

        /// <summary>The part of its clips that were given it.</summary>
        public double Recall { get; }

        /// <summary>The part of the clips given it that are its own.</summary>
        public double Precision { get; }
    }

    /// <summary>What is heard at a threshold.</summary>
    public sealed class ThresholdResult
    {
        internal ThresholdResult(int threshold, IReadOnlyList<ClipEvaluation.Outcome> outcomes)
        {
            Threshold = threshold;
            int keywords = 0;
            int hits = 0;
            int wrong = 0;
            Dictionary<string, (int False, int Clips)> folders = new(StringComparer.Ordinal);
            foreach (ClipEvaluation.Outcome outcome in outcomes)
            {
                IReadOnlyList<Detection> heard = outcome.Trace.Replay(threshold);
                if (outcome.Kind.IsKeyword)
                {
                    keywords++;
                    hits += heard.Any(detection => detection.Label == outcome.Kind.Label) ? 1 : 0;
                    wrong += heard.Any(detection => detection.Label != outcome.Kind.Label) ? 1 : 0;
                    continue;
                }

                foreach (string folder in outcome.Kind.Folders.Append(ClipEvaluation.Total))
                {
                    (int isFalse, int clips) = folders.GetValueOrDefault(folder);
                    folders[folder] = (isFalse + (heard.Count != 0 ? 1 : 0), clips + 1);
                }
            }

            HitRate = keywords == 0 ? null : Ratio(hits, keywords);
            WrongWordRate = keywords == 0 ? null : Ratio(wrong, keywords);
            FalseAcceptRate = new SortedDictionary<string, double>(
                folders.ToDictionary(pair => pair.Key, pair => Ratio(pair.Value.False, pair.Value.Clips)), StringComparer.Ordinal);
        }

        /// <summary>The smoothed score, 0 to 255, from which a word counts as heard.</summary>
        public int Threshold { get; }

        /// <summary>The part of the keywords' clips in which their word is heard; null if there are none.</summary>
        public double? HitRate { get; }

        /// <summary>The part of the keywords' clips in which another keyword is heard; null if there are none.</summary>
        public double? WrongWordRate { get; }

        /// <summary>The part of other clips in which a keyword is heard, by folder and in total.</summary>
        public SortedDictionary<string, double> FalseAcceptRate { get; }
    }
}
