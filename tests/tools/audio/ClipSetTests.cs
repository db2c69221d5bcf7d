// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.IO.Compression;
using System.Linq;
using TinyInterp.AudioFiles;
using Xunit;

namespace TinyInterp.Tests.Tools.AudioFiles;

/// <summary>Folders and zips of clips.</summary>
public class ClipSetTests
{
    private static readonly byte[] _wav = WavFile.Write([1, 2, 3], 8000);

    [Fact]
    public void Folders_and_zips_give_classes()
    {
        using TemporaryFolder folder = new();
        Put(folder, "bed/b.wav");
        Put(folder, "bed/a.WAV");
        Put(folder, "bed/readme.txt");
        Zip(folder, "cat.zip", "x.wav");
        Zip(folder, "happy.zip", "happy/x.wav", "__MACOSX/happy/._x.wav");
        Zip(folder, "other.zip", "bird/x.wav", "dog/x.wav");

        ClipSet set = ClipSet.Open(folder.At(string.Empty));

        Assert.Equal(
            ["bed bed/a.WAV", "bed bed/b.wav", "cat cat/x.wav", "happy happy/x.wav", "other bird/x.wav", "other dog/x.wav"],
            set.Clips.Select(clip => clip.Group + " " + clip.Name));
        Assert.All(set.Clips, clip => Assert.Equal([1, 2, 3], clip.Samples(8000)));
    }

    [Fact]
    public void A_zip_or_a_folder_of_one_kind_will_do()
    {
        using TemporaryFolder folder = new();
        Put(folder, "bed/a.wav");
        Zip(folder, "cat.zip", "x.wav");
        Zip(folder, "all.zip", "happy/x.wav", "dog/x.wav");

        Assert.Equal("bed bed/a.wav", Only(folder.At("bed")));
        Assert.Equal("bed bed/a.wav", Only(folder.At("bed") + Path.DirectorySeparatorChar));
        Assert.Equal("cat cat/x.wav", Only(folder.At("cat.zip")));
        Assert.Equal(["dog", "happy"], ClipSet.Open(folder.At("all.zip")).Clips.Select(clip => clip.Group));
    }

    [Fact]
    public void A_list_restricts_the_classes_that_it_mentions()
    {
        using TemporaryFolder folder = new();
        Put(folder, "bed/a.wav");
        Put(folder, "bed/b.wav");
        Put(folder, "unknown/a.wav");
        string list = folder.At("list.txt");
        File.WriteAllText(list, "bed/b.wav\r\nbed/not_there.wav\r\n\r\n");

        Assert.Equal(["bed/b.wav", "unknown/a.wav"], ClipSet.Open(folder.At(string.Empty)).Only(list).Clips.Select(clip => clip.Name));

        File.WriteAllText(list, "b.wav\n");
        Assert.Contains("names none", Assert.Throws<AudioException>(() => ClipSet.Open(folder.At(string.Empty)).Only(list)).Message);
    }

    [Fact]
    public void What_has_no_clips_is_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no .wav", Refused(folder.At(string.Empty)));
        Assert.Contains("no such folder", Refused(folder.At("none")));

        File.WriteAllBytes(folder.At("a.zip"), [1, 2, 3]);
        Assert.Contains("is not a zip", Refused(folder.At(string.Empty)));
        Assert.Contains("is not a zip", Refused(folder.At("a.zip")));
    }

    private static string Only(string path)
    {
        Clip clip = Assert.Single(ClipSet.Open(path).Clips);
        return clip.Group + " " + clip.Name;
    }

    private static string Refused(string path)
    {
        string message = Assert.Throws<AudioException>(() => ClipSet.Open(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static void Put(TemporaryFolder folder, string name)
    {
        string path = folder.At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, _wav);
    }

    private static void Zip(TemporaryFolder folder, string name, params string[] entries)
    {
        using ZipArchive archive = ZipFile.Open(folder.At(name), ZipArchiveMode.Create);
        foreach (string entry in entries)
        {
            using Stream stream = archive.CreateEntry(entry).Open();
            stream.Write(_wav);
        }
    }
}
