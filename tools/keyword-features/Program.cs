// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Runtime.InteropServices;
using TinyInterp.Keyword;
using TinyInterp.Signal;

namespace TinyInterp.KeywordFeatures;

/// <summary>
/// Reads clips of as many 16-bit samples each as the argument says from its input, and writes their int8 features to its output:
/// <c>keyword-features 7936 &lt; clips.raw &gt; features.bin</c>. Both have no headers; a last clip that is cut short is left out.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length != 1 || !int.TryParse(args[0], out int length) || length < LogMelFrontEnd.FrameLength)
        {
            Console.Error.WriteLine("keyword-features: takes one argument, the samples of a clip, at least " + LogMelFrontEnd.FrameLength);
            return 2;
        }

        LogMelFrontEnd frontEnd = new LogMelFrontEnd(KeywordBands.Edges);
        short[] clip = new short[length];
        sbyte[] features = new sbyte[length / LogMelFrontEnd.FrameLength * frontEnd.BandCount];
        using Stream input = Console.OpenStandardInput();
        using Stream output = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
        Span<byte> bytes = MemoryMarshal.AsBytes(clip.AsSpan());
        while (input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            frontEnd.Reset();
            for (int at = 0, f = 0; at + LogMelFrontEnd.FrameLength <= length; at += LogMelFrontEnd.FrameLength, f += frontEnd.BandCount)
            {
                frontEnd.Write(clip, at, LogMelFrontEnd.FrameLength);
                frontEnd.Read(features, f);
            }

            output.Write(MemoryMarshal.AsBytes(features.AsSpan()));
        }

        return 0;
    }
}
