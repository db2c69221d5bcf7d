// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.AudioFiles;
using TinyInterp.Boards.Host;
using TinyInterp.Keyword;
using TinyInterp.Schema;
using TinyInterp.Writer;

namespace TinyInterp.Tests.Boards;

/// <summary>
/// A network whose words are tones: the mean over a window of one band's feature is a word's logit, silence has a constant one. So tests
/// know what must be heard, and how sure of it the network is: a tone that fills half of the window is about as likely as silence.
/// </summary>
internal static class Tones
{
    public const string Words = "bed,cat,happy";

    /// <summary>0.6, whatever is shipped.</summary>
    public const int Threshold = 154;

    private const int Frames = 31;
    private const int Bands = 16;
    private const int Labels = 5;

    // The middles of four bands, three for the keywords and one for other words.
    private static readonly int[] _bands = [2, 6, 10, 13];
    private static readonly double[] _frequencies = [375, 937.5, 1750, 2625];

    public static readonly byte[] Network = Build(_bands, Labels);

    public static SpotterModel Model { get; } = SpotterModel.Of(Network, Words);

    /// <summary>A tone of a word; an index of 3 is another word, a negative one is silence.</summary>
    public static short[] Word(int index, double seconds = 1, int rate = 8000)
    {
        double frequency = index < 0 ? 0 : _frequencies[index];
        return Enumerable.Range(0, (int)(seconds * rate)).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * frequency * i / rate))).ToArray();
    }

    public static byte[] Wav(int index, double seconds = 1, int rate = 8000)
    {
        return WavFile.Write(Word(index, seconds, rate), rate);
    }

    /// <summary>A network of any number of words up to eight, two bands apart, with outputs for unknown words and silence behind them.</summary>
    public static byte[] NetworkOf(int words)
    {
        return Build(Enumerable.Range(0, words).Select(BandOf).ToArray(), words + 2);
    }

    /// <summary>A tone of a word of <see cref="NetworkOf"/>.</summary>
    public static short[] WordOf(int index, double seconds)
    {
        double frequency = KeywordBands.Edges[BandOf(index) + 1] * 31.25;
        return Enumerable.Range(0, (int)(seconds * 8000)).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * frequency * i / 8000))).ToArray();
    }

    private static int BandOf(int word)
    {
        return 2 * word + 1;
    }

    /// <summary>A network in which each band is an output's, in their order; the last output is silence.</summary>
    private static byte[] Build(int[] bands, int labels)
    {
        ModelBuilder model = new();
        int input = model.Input("features", TensorType.Int8, [1, Frames, 1, Bands], 1, -128);
        int mean = model.Tensor("mean", TensorType.Int8, [1, 1, 1, Bands], 1, -128);
        model.Operator(BuiltinOperator.AveragePool2D, Options.Pool2D(Padding.Valid, 1, 1, 1, Frames), [input], [mean]);

        const float WeightScale = 0.0005f;
        sbyte[] weights = new sbyte[labels * Bands];
        for (int label = 0; label < bands.Length; label++)
        {
            weights[label * Bands + bands[label]] = 100;
        }

        int[] bias = new int[labels];
        bias[labels - 1] = (int)(4 / WeightScale);
        int logits = model.Tensor("logits", TensorType.Int8, [1, labels], 0.125f, 0);
        model.Operator(
            BuiltinOperator.FullyConnected,
            Options.FullyConnected(),
            [mean, model.Constant("weights", [labels, Bands], weights, WeightScale, 0), model.Constant("bias", [labels], bias, WeightScale, 0)],
            [logits]);
        int scores = model.Tensor("scores", TensorType.Int8, [1, labels], 1 / 256f, -128);
        model.Operator(BuiltinOperator.Softmax, Options.Softmax(), [logits], [scores]);
        model.Output(scores);
        return model.Build();
    }
}
