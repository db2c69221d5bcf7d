// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using TinyInterp.AudioFiles;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>Evaluation with the host program, of tones in the place of words.</summary>
public class EvaluateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Clips_are_counted_by_class_and_by_folder(bool onDeviceProfile)
    {
        using TemporaryFolder folder = new();
        string set = Set(folder);

        HostRun run = HostRun.OnTones(folder, onDeviceProfile ? ["--evaluate", set, "--json", "--device-profile"] : ["--evaluate", set, "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;

        // bed: two right; cat: one right, one said to be bed; happy: one; unknown: two right, one taken for cat; silence: two seconds.
        Assert.Equal(["bed", "cat", "happy", "unknown", "silence"], report.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal("[[2,0,0,0,0],[1,1,0,0,0],[0,0,1,0,0],[0,1,0,2,0],[0,0,0,0,2]]", string.Concat(report.GetProperty("confusion").GetRawText().Where(c => c > ' ')));
        Assert.Equal(10, report.GetProperty("clips").GetInt32());
        Assert.Equal(0.8, report.GetProperty("accuracy").GetDouble(), 1e-9);
        Assert.Equal(0.5, report.GetProperty("perClass")[1].GetProperty("recall").GetDouble());
        Assert.Equal(2 / 3.0, report.GetProperty("perClass")[0].GetProperty("precision").GetDouble(), 1e-9);

        JsonElement used = report.GetProperty("thresholds").EnumerateArray()
            .Single(result => result.GetProperty("threshold").GetInt32() == report.GetProperty("threshold").GetInt32());
        Assert.Equal(0.8, used.GetProperty("hitRate").GetDouble(), 1e-9);
        Assert.Equal(0.2, used.GetProperty("wrongWordRate").GetDouble(), 1e-9);
        JsonElement accepts = used.GetProperty("falseAcceptRate");
        Assert.Equal(0.5, accepts.GetProperty("dog").GetDouble());
        Assert.Equal(0, accepts.GetProperty("house").GetDouble());
        Assert.Equal(1 / 3.0, accepts.GetProperty("other_words").GetDouble(), 1e-9);
        Assert.Equal(0.5, accepts.GetProperty("dog/speech").GetDouble());
        Assert.Equal(0, accepts.GetProperty("_background_noise_").GetDouble());
        Assert.Equal(0.2, accepts.GetProperty("total").GetDouble(), 1e-9);
        Assert.Equal(onDeviceProfile, report.GetProperty("cost").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        using TemporaryFolder folder = new();
        string set = Set(folder);

        HostRun one = HostRun.OnTones(folder, "--evaluate", set, "--threads", "1");
        HostRun four = HostRun.OnTones(folder, "--evaluate", set, "--threads", "4");

        Assert.Equal(0, one.ExitCode);
        Assert.StartsWith("10 clips, accuracy 80.0 %", one.Output);
        Assert.Matches(@"\d+ \(0\.\d\d\) \*", one.Output);
        Assert.Equal(one.Output, four.Output);
    }

    [Fact]
    public void A_list_and_a_threshold_restrict_it()
    {
        using TemporaryFolder folder = new();
        string set = Set(folder);
        string list = folder.Write("list.txt", Encoding.ASCII.GetBytes("bed/1.wav\ncat/0.wav\nhappy/0.wav\n"));

        HostRun run = HostRun.OnTones(folder, "--evaluate", set, "--list", list, "--threshold", "0.9", "--json");

        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(8, report.GetProperty("clips").GetInt32());
        Assert.Equal(230, report.GetProperty("threshold").GetInt32());
    }

    [Fact]
    public void A_folder_of_one_kind_will_do()
    {
        using TemporaryFolder folder = new();
        string set = Set(folder);

        JsonElement words = JsonDocument.Parse(HostRun.OnTones(folder, "--evaluate", Path.Combine(set, "bed"), "--json").Output).RootElement;
        JsonElement others = JsonDocument.Parse(HostRun.OnTones(folder, "--evaluate", Path.Combine(set, "other_words.zip"), "--json").Output).RootElement;

        Assert.Equal(1, words.GetProperty("accuracy").GetDouble());
        Assert.Empty(words.GetProperty("thresholds")[0].GetProperty("falseAcceptRate").EnumerateObject());
        Assert.Equal(JsonValueKind.Null, others.GetProperty("thresholds")[0].GetProperty("hitRate").ValueKind);
        Assert.Equal(2 / 3.0, others.GetProperty("accuracy").GetDouble(), 1e-9);
    }

    [Fact]
    public void A_clip_that_cannot_be_read_ends_it()
    {
        using TemporaryFolder folder = new();
        string set = Set(folder);
        folder.Write("set/bed/broken.wav", [1, 2, 3]);

        HostRun run = HostRun.OnTones(folder, "--evaluate", set);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches("^host: .*broken.wav: is not a WAV file[^\n]*\n$", run.Error);
    }

    [Fact]
    public void A_long_recording_has_hits_misses_and_false_alarms()
    {
        using TemporaryFolder folder = new();
        short[] pause = Tones.Word(-1, 2);
        short[] sound = [.. pause, .. Tones.Word(0, 0.5), .. pause, .. Tones.Word(1, 0.5), .. pause, .. Tones.Word(2, 0.5), .. pause];
        string wav = folder.Write("long.wav", WavFile.Write(sound, 8000));

        // cat is not labelled and so a false alarm, the second bed was never said, and dog is not a keyword.
        string labels = folder.Write("long.txt", "2 2.5 bed\n7.0\t7.5\thappy\n# nothing\n\n\\\t1\t2\n4 4.5 bed\n5 6 dog\n"u8.ToArray());

        HostRun run = HostRun.OnTones(folder, "--stream", wav, "--labels", labels, "--json");

        Assert.Equal(0, run.ExitCode);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(3, report.GetProperty("words").GetInt32());
        Assert.Equal(2, report.GetProperty("hits").GetInt32());
        Assert.Equal(1, report.GetProperty("misses").GetInt32());
        Assert.Equal(1, report.GetProperty("falseAlarms").GetInt32());
        Assert.Equal(3600 / 9.5, report.GetProperty("falseAlarmsPerHour").GetDouble(), 1e-6);
        Assert.Equal(3, report.GetProperty("detections").GetArrayLength());

        string table = HostRun.OnTones(folder, "--stream", wav, "--labels", labels).Output;
        Assert.StartsWith("3 keywords in 9.", table);
        Assert.Matches(@"\d+ \(0\.\d\d\) \*", table);
    }

    [Fact]
    public void A_word_heard_twice_is_a_false_alarm_that_repeats()
    {
        using TemporaryFolder folder = new();
        short[] sound = [.. Tones.Word(-1, 2), .. Tones.Word(0, 3), .. Tones.Word(-1, 2)];
        string wav = folder.Write("long.wav", WavFile.Write(sound, 8000));
        string labels = folder.Write("long.txt", "2 5 bed\n"u8.ToArray());

        JsonElement report = JsonDocument.Parse(HostRun.OnTones(folder, "--stream", wav, "--labels", labels, "--json").Output).RootElement;

        Assert.Equal(1, report.GetProperty("hits").GetInt32());
        Assert.InRange(report.GetProperty("repeats").GetInt32(), 1, 6);
        Assert.Equal(report.GetProperty("falseAlarms").GetInt32(), report.GetProperty("repeats").GetInt32());
    }

    [Fact]
    public void A_mixed_recording_holds_what_its_labels_say()
    {
        using TemporaryFolder folder = new();
        folder.Write("set/bed/0.wav", Tones.Wav(0, 0.5));
        folder.Write("set/dog/0.wav", Tones.Wav(3, 0.5));
        folder.Write("set/_background_noise_/long.wav", Tones.Wav(-1, 2.5));
        string wav = folder.At("long.wav");
        string labels = folder.At("long.txt");

        HostRun mix = HostRun.OnTones(folder, "--mix", wav, "--labels", labels, "--from", folder.At("set"), "--minutes", "2");
        JsonElement report = JsonDocument.Parse(HostRun.OnTones(folder, "--stream", wav, "--labels", labels, "--json").Output).RootElement;

        Assert.Equal(0, mix.ExitCode);
        Assert.Equal(120, report.GetProperty("seconds").GetDouble());
        Assert.InRange(report.GetProperty("words").GetInt32(), 3, 30);
        Assert.Equal(1, report.GetProperty("hitRate").GetDouble());
        Assert.Equal(0, report.GetProperty("falseAlarms").GetInt32());
        Assert.Contains(File.ReadLines(labels), line => line.EndsWith("\tdog"));

        HostRun unwritable = HostRun.OnTones(folder, "--mix", folder.At("none/long.wav"), "--labels", labels, "--from", folder.At("set"));
        Assert.Equal(2, unwritable.ExitCode);
        Assert.Contains("cannot be written", unwritable.Error);
    }

    private static string Set(TemporaryFolder folder)
    {
        folder.Write("set/bed/0.wav", Tones.Wav(0));
        folder.Write("set/bed/1.wav", Tones.Wav(0, 0.9));
        folder.Write("set/cat/0.wav", Tones.Wav(1, 1.3));
        folder.Write("set/cat/1.wav", Tones.Wav(0));
        folder.Write("set/happy/0.wav", Tones.Wav(2, 1.2, 44100));
        folder.Write("set/_background_noise_/long.wav", Tones.Wav(-1, 2.5));
        using ZipArchive zip = ZipFile.Open(folder.At("set/other_words.zip"), ZipArchiveMode.Create);
        Add(zip, "dog/speech_000.wav", Tones.Wav(3));
        Add(zip, "dog/speech_001.wav", Tones.Wav(1));
        Add(zip, "house/0.wav", Tones.Wav(3));
        return folder.At("set");
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(bytes);
    }
}
