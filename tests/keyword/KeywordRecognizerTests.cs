// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Keyword;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Keyword;

/// <summary>The recogniser on a network whose scores are single features of its window, so that tests set them.</summary>
public class KeywordRecognizerTests
{
    private const int Frames = 4;
    private const int Labels = 3;
    private const int Open = 100;

    [Fact]
    public void The_network_sees_the_newest_frames_oldest_first()
    {
        // The scores of this network are the three features of the window's last frame, however the ring lies.
        Heard heard = new();
        KeywordRecognizer recognizer = New(new RecognizerSettings { SmoothedScores = 1, StrideFrames = 1, GateMargin = 0, Threshold = 255 }, heard);
        for (int i = 0; i < 11; i++)
        {
            recognizer.Write([(sbyte)(i - 128), (sbyte)(2 * i - 128), (sbyte)(3 * i - 128)], 0, i);
            Assert.Equal([i, 2 * i, 3 * i], Scores(recognizer));
        }

        Assert.Equal(11, recognizer.EvaluationCount);
    }

    [Fact]
    public void Scores_are_means_of_the_last_ones()
    {
        KeywordRecognizer recognizer = New(new RecognizerSettings { SmoothedScores = 3, StrideFrames = 1, GateMargin = 0, Threshold = 255 }, new Heard());
        int[] given = [30, 60, 90, 0, 0, 0];
        int[] means = [10, 30, 60, 50, 30, 0];
        for (int i = 0; i < given.Length; i++)
        {
            Write(recognizer, given[i], 0, 0, i);
            Assert.Equal(means[i], recognizer.Score(0));
        }
    }

    [Fact]
    public void The_best_keyword_that_reaches_the_threshold_is_heard_and_then_nothing_for_a_while()
    {
        Heard heard = new();
        RecognizerSettings settings = new() { SmoothedScores = 1, StrideFrames = 1, GateMargin = 0, Threshold = 100, RefractoryFrames = 3 };
        KeywordRecognizer recognizer = New(settings, heard);
        Write(recognizer, 99, 98, 255, 1);
        Assert.Empty(heard.Events);
        Write(recognizer, 100, 120, 255, 2);
        Write(recognizer, 200, 0, 0, 3);
        Write(recognizer, 200, 0, 0, 4);
        Write(recognizer, 201, 0, 0, 5);
        Assert.Equal([(1, 120, 2L), (0, 201, 5L)], heard.Events);
    }

    [Fact]
    public void The_network_runs_every_so_many_frames()
    {
        KeywordRecognizer recognizer = New(new RecognizerSettings { SmoothedScores = 1, StrideFrames = 5, GateMargin = 0 }, new Heard());
        for (int i = 0; i < 14; i++)
        {
            Write(recognizer, 1, 1, 1, i);
        }

        Assert.Equal(2, recognizer.EvaluationCount);
    }

    [Fact]
    public void Behind_a_closed_gate_the_network_rests_and_scores_are_zero()
    {
        RecognizerSettings settings = new() { SmoothedScores = 1, StrideFrames = 1, GateMargin = 10, Threshold = 255 };
        KeywordRecognizer recognizer = New(settings, new Heard());
        for (int i = 0; i < 8; i++)
        {
            Write(recognizer, 50, 50, 50, i);
            Assert.False(recognizer.IsListening);
        }

        Assert.Equal(0, recognizer.EvaluationCount);

        // 10 above the floor is not yet above the margin, 11 is; then the gate stays open while the frame is in the window.
        Write(recognizer, 60, 60, 60, 8);
        Assert.False(recognizer.IsListening);
        Write(recognizer, 61 + 1, 61 + 1, 61 + 1, 9);
        for (int i = 0; i < Frames - 1; i++)
        {
            Assert.True(recognizer.IsListening);
            Assert.NotEqual(0, recognizer.Score(0));
            Write(recognizer, 50, 50, 50, 10 + i);
        }

        Write(recognizer, 50, 50, 50, 20);
        Assert.False(recognizer.IsListening);
        Assert.Equal([0, 0, 0], Scores(recognizer));
        Assert.Equal(Frames, recognizer.EvaluationCount);
    }

    [Fact]
    public void A_steady_noise_closes_the_gate_again()
    {
        KeywordRecognizer recognizer = New(new RecognizerSettings { StrideFrames = 1, GateMargin = 10 }, new Heard());
        Write(recognizer, 10, 10, 10, 0);
        Write(recognizer, Open, Open, Open, 1);
        Assert.True(recognizer.IsListening);
        for (int i = 0; i < 4 * Open; i++)
        {
            Write(recognizer, Open, Open, Open, i);
        }

        Assert.False(recognizer.IsListening);
    }

    [Fact]
    public void A_reset_begins_a_new_stream()
    {
        Heard heard = new();
        KeywordRecognizer recognizer = New(new RecognizerSettings { SmoothedScores = 1, StrideFrames = 2, GateMargin = 0, Threshold = 100 }, heard);
        void Play()
        {
            foreach (int score in new[] { 0, 0, 0, 150, 0, 0 })
            {
                Write(recognizer, score, 0, 0, 7);
            }
        }

        Play();
        recognizer.Reset();
        Assert.Equal([0, 0, 0], Scores(recognizer));
        Play();
        Assert.Equal([(0, 150, 7L), (0, 150, 7L)], heard.Events);
    }

    [Fact]
    public void A_window_can_be_classified_apart_from_the_stream()
    {
        KeywordRecognizer recognizer = New(new RecognizerSettings(), new Heard());
        sbyte[] frames = new sbyte[Frames * Labels];
        frames[^3] = 1;
        frames[^2] = -128;
        frames[^1] = 127;
        int[] scores = new int[Labels];
        recognizer.Classify(frames, scores);
        Assert.Equal([129, 0, 255], scores);
        Assert.Equal(0, recognizer.EvaluationCount);
    }

    [Theory]
    [InlineData(ErrorCode.TypeUnsupported, TensorType.Float32, 2, 1, 1)]
    [InlineData(ErrorCode.ShapeMismatch, TensorType.Int8, 3, 1, 1)]
    [InlineData(ErrorCode.ArgumentInvalid, TensorType.Int8, 2, 0, 1)]
    [InlineData(ErrorCode.ArgumentInvalid, TensorType.Int8, 2, 1, 0)]
    public void What_cannot_work_is_refused(ErrorCode code, TensorType type, int keywords, int smoothed, int stride)
    {
        MicroInterpreter interpreter = Interpreter(type);
        RecognizerSettings settings = new() { SmoothedScores = smoothed, StrideFrames = stride };
        ModelException e = Assert.Throws<ModelException>(() => new KeywordRecognizer(interpreter, keywords, settings, new Heard()));
        Assert.Equal(code, e.Code);
    }

    [Fact]
    public void Bands_that_the_model_does_not_take_are_refused()
    {
        ModelException e = Assert.Throws<ModelException>(
            () => new KeywordSpotter(KeywordModel.Load(), KeywordLabels.KeywordCount, [3, 9, 20], new RecognizerSettings(), new Heard()));
        Assert.Equal((ErrorCode.ShapeMismatch, 1L, 16L), (e.Code, e.Expected, e.Found));
    }

    private static void Write(KeywordRecognizer recognizer, int first, int second, int third, long sample)
    {
        recognizer.Write([(sbyte)(first - 128), (sbyte)(second - 128), (sbyte)(third - 128)], 0, sample);
    }

    private static int[] Scores(KeywordRecognizer recognizer)
    {
        return Enumerable.Range(0, recognizer.LabelCount).Select(recognizer.Score).ToArray();
    }

    private static KeywordRecognizer New(RecognizerSettings settings, Heard heard)
    {
        return new KeywordRecognizer(Interpreter(TensorType.Int8), 2, settings, heard);
    }

    /// <summary>A network that gives the window's last frame.</summary>
    private static MicroInterpreter Interpreter(TensorType type)
    {
        ModelBuilder model = new();
        float scale = type == TensorType.Int8 ? 1 / 256f : 0;
        int input = type == TensorType.Int8 ? model.Input("frames", type, [1, Frames, 1, Labels], scale, -128) : model.Input("frames", type, [1, Frames, 1, Labels]);
        int begin = model.Constant("begin", [4], new[] { 0, Frames - 1, 0, 0 });
        int size = model.Constant("size", [4], new[] { 1, 1, 1, Labels });
        int last = type == TensorType.Int8 ? model.Tensor("last", type, [1, 1, 1, Labels], scale, -128) : model.Tensor("last", type, [1, 1, 1, Labels]);
        model.Operator(BuiltinOperator.Slice, null, [input, begin, size], [last]);
        model.Output(last);
        MicroInterpreter interpreter = new(model.Build(), new OpResolver().AddAll(), new TensorArena(10000));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private sealed class Heard : IKeywordListener
    {
        public List<(int Label, int Score, long Sample)> Events { get; } = new();

        void IKeywordListener.Heard(int label, int score, long sample)
        {
            Events.Add((label, score, sample));
        }
    }
}
