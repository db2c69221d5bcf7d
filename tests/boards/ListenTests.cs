// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Text.Json;
using TinyInterp.AudioFiles;
using TinyInterp.Boards.Host;
using TinyInterp.Spotting;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>Listening with the host program, to tones in the place of words.</summary>
public class ListenTests
{
    // Longer, and the tone would be in the window for more than the refractory time: heard twice.
    private const double WordSeconds = 0.5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_word_in_a_file_is_a_line(bool onDeviceProfile)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.wav", WavFile.Write(Sentence(), 8000));

        HostRun run = HostRun.OnTones(folder, onDeviceProfile ? [file, "--device-profile"] : [file]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Matches(@"^[12]\.\d\d s  cat  score 0\.\d\d$", run.Lines[0]);
        Assert.Matches(@"^[345]\.\d\d s  bed  score 0\.\d\d$", run.Lines[1]);
        Assert.Matches(@"^2 detections in 5\.5 s of audio, real-time factor \d+\.\d+$", run.Lines[2]);
        Assert.Equal(onDeviceProfile, run.Output.Contains("ESP32_PSRAM_REV3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_an_argument_the_bundled_clips_are_heard_and_no_other_word(bool onDeviceProfile)
    {
        HostRun run = HostRun.Of(onDeviceProfile ? ["--device-profile", "--json"] : ["--json"]);

        Assert.Equal(0, run.ExitCode);
        JsonElement file = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(
            ["bed", "cat", "happy", "happy", "cat", "bed"],
            file.GetProperty("detections").EnumerateArray().Select(detection => detection.GetProperty("word").GetString()));
    }

    [Fact]
    public void Both_builds_hear_the_same_words_in_the_same_frames_with_the_same_scores()
    {
        short[] clips = TinyInterp.Boards.Host.Listen.BundledClips.Stream();

        Detection[] desktop = Hear(SpotterFactory.Desktop(SpotterModel.Bundled()), clips);

        Assert.NotEmpty(desktop);
        Assert.Equal(desktop, Hear(SpotterFactory.Device(SpotterModel.Bundled()), clips));
    }

    [Fact]
    public void The_compiled_network_hears_the_same_words_on_both_builds()
    {
        short[] clips = TinyInterp.Boards.Host.Listen.BundledClips.Stream();

        Detection[] interpreted = Hear(SpotterFactory.Desktop(SpotterModel.Bundled()), clips);

        Assert.NotEmpty(interpreted);
        Assert.Equal(interpreted, Hear(SpotterFactory.Desktop(SpotterModel.Bundled(), isCompiled: true), clips));
        Assert.Equal(interpreted, Hear(SpotterFactory.Device(SpotterModel.Bundled(), isCompiled: true), clips));
    }

    [Fact]
    public void Both_builds_hear_the_same_tones()
    {
        short[] sound = Sentence();

        Detection[] desktop = Hear(SpotterFactory.Desktop(Tones.Model), sound);

        Assert.Equal(2, desktop.Length);
        Assert.Equal(desktop, Hear(SpotterFactory.Device(Tones.Model), sound));
    }

    [Fact]
    public void Rate_and_channels_do_not_matter()
    {
        using TemporaryFolder folder = new();
        double[] stereo = Tones.Word(2, WordSeconds, 44100).SelectMany(sample => new[] { sample / 32768.0, sample / 32768.0 }).ToArray();
        byte[] wav = TinyInterp.Tests.Tools.AudioFiles.WavFileTests.Wav(1, 24, 2, stereo, rate: 44100);

        HostRun run = HostRun.OnTones(folder, folder.Write("a.wav", wav), folder.Write("b.wav", Tones.Wav(0, WordSeconds)), "--json");

        Assert.Equal(0, run.ExitCode);
        JsonElement files = JsonDocument.Parse(run.Output).RootElement.GetProperty("files");
        Assert.Equal(["happy", "bed"], files.EnumerateArray().Select(file => Assert.Single(file.GetProperty("detections").EnumerateArray()).GetProperty("word").GetString()));
    }

    [Fact]
    public void A_pipe_is_heard_like_a_file()
    {
        using TemporaryFolder folder = new();
        byte[] raw = WavFile.Write(Sentence(), 8000)[44..];

        HostRun run = HostRun.Of(["--mic", "-", "--threshold", "0.6", "--network", folder.Write("tones.tflite", Tones.Network), "--words", Tones.Words], raw);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["cat", "bed"], run.Lines[..^1].Select(line => line.Split("  ")[1]));
    }

    [Fact]
    public void The_threshold_decides()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.wav", Tones.Wav(1, 0.55));

        Assert.StartsWith("0 detections", HostRun.OnTones(folder, file, "--threshold", "0.95").Output);
        Assert.Contains("cat", HostRun.OnTones(folder, file, "--threshold", "0.2").Output);
        Assert.Contains("cat", HostRun.OnTones(folder, file, "--threshold", "51").Output);
    }

    [Fact]
    public void What_cannot_be_done_is_one_line_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        string good = folder.Write("good.wav", Tones.Wav(1));
        string bad = folder.Write("bad.wav", [1, 2, 3]);
        string labels = folder.Write("labels.txt", "1.0 bed\n"u8.ToArray());

        Refused(HostRun.OnTones(folder, bad), "bad.wav: is not a WAV file");
        Refused(HostRun.OnTones(folder, good, bad), "bad.wav: is not a WAV file");
        Refused(HostRun.OnTones(folder, folder.At("none.wav")), "no such file");
        Refused(HostRun.OnTones(folder, "--evaluate", folder.At("none")), "no such folder");
        Refused(HostRun.OnTones(folder, "--evaluate", bad), "is not a zip");
        Refused(HostRun.Of(["--evaluate"]), "--evaluate");
        Refused(HostRun.OnTones(folder, "--stream", good), "--labels");
        Refused(HostRun.OnTones(folder, "--stream", good, "--labels", folder.At("none.txt")), "cannot be read");
        Refused(HostRun.OnTones(folder, "--stream", good, "--labels", labels), "labels.txt: line 1 is not");
        Refused(HostRun.OnTones(folder, good, "--mic"), "exclude each other");
        Refused(HostRun.OnTones(folder, good, "--threshold", "256"), "--threshold must be 1 to 255");
        Refused(HostRun.OnTones(folder, good, "--threshold", "high"), "--threshold must be 1 to 255");
        Refused(HostRun.OnTones(folder, "--mic", "x.wav"), "--mic takes -");
        Refused(HostRun.OnTones(folder, "--nothing"), "no option --nothing");
        Refused(HostRun.Of([good, "--network", bad, "--words", "a,b"]), "");
        Refused(HostRun.Of([good, "--network", bad]), "need each other");
        Refused(HostRun.Of([good, "--network", folder.Write("tones.tflite", Tones.Network), "--words", "a,b"]), "--words: names 2 words");
        Refused(HostRun.Of([good, "--network", bad, "--words", "a,b", "--device-profile"]), "");
    }

    [Fact]
    public void Help_has_examples()
    {
        HostRun run = HostRun.Of(["--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--evaluate", run.Output);
        Assert.Contains("dotnet run --project boards/host -- recording.wav", run.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Listening_allocates_nothing(bool onDeviceProfile)
    {
        ISpotterFactory factory = onDeviceProfile ? SpotterFactory.Device(Tones.Model) : SpotterFactory.Desktop(Tones.Model);
        CountingListener listener = new();
        ISpotter spotter = factory.New(Tones.Threshold, listener);
        short[] sound = Sentence();
        spotter.Write(sound, 0, sound.Length);
        int heard = listener.Count;
        int evaluations = spotter.EvaluationCount;

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 0; at + 100 <= sound.Length; at += 100)
        {
            spotter.Write(sound, at, 100);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.NotEqual(heard, listener.Count);
        Assert.True(spotter.EvaluationCount > evaluations);
    }

    [Fact]
    public void A_board_pays_for_the_network_only_while_there_is_sound()
    {
        BoardCost cost = BoardCost.Of(Tones.Model, Sentence());

        Assert.InRange(cost.UnitsPerSecondQuiet, 1, cost.UnitsPerSecond);
        Assert.True(cost.UnitsPerSecond < cost.UnitsPerSecondListening);
        Assert.Equal(cost.UnitsPerSecond, BoardCost.Of(Tones.Model, Sentence()).UnitsPerSecond);
        Assert.All(cost.Boards, board => Assert.True(board.LoadPercentQuiet > 0));
    }

    [Fact]
    public void A_trace_replays_what_the_recogniser_says_at_any_threshold()
    {
        short[] sound = [.. Sentence(), .. Tones.Word(0, 3), .. Tones.Word(2, 0.5), .. Tones.Word(1, 2.5), .. Tones.Word(-1, 2)];
        ISpotterFactory factory = SpotterFactory.Desktop(Tones.Model);
        ScoreTrace trace = ScoreTrace.Record(factory.New(0, null), sound);
        for (int threshold = 40; threshold < 256; threshold += 15)
        {
            Detection.Recorder recorder = new();
            ISpotter spotter = factory.New(threshold, recorder);
            spotter.Write(sound, 0, sound.Length);

            Assert.Equal(recorder.Detections, trace.Replay(threshold));
        }
    }

    /// <summary>Silence, cat, silence, another word, silence, bed, silence.</summary>
    private static short[] Sentence()
    {
        return
        [
            .. Tones.Word(-1, 0.5), .. Tones.Word(1, WordSeconds), .. Tones.Word(-1), .. Tones.Word(3, WordSeconds), .. Tones.Word(-1),
            .. Tones.Word(0, WordSeconds), .. Tones.Word(-1, 1.5),
        ];
    }

    private static Detection[] Hear(ISpotterFactory factory, short[] sound)
    {
        Detection.Recorder recorder = new();
        factory.New(Tones.Threshold, recorder).Write(sound, 0, sound.Length);
        return recorder.Detections.ToArray();
    }

    private static void Refused(HostRun run, string problem)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(problem, run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("internal error", run.Error);
    }

    private sealed class CountingListener : ISpotterListener
    {
        public int Count { get; private set; }

        public void Heard(int label, int score, long sample)
        {
            Count++;
        }
    }
}
