// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using TinyInterp.Boards;
using TinyInterp.Golden;
using TinyInterp.IlMeter;
using TinyInterp.Keyword;

namespace TinyInterp.Tests.Boards;

/// <summary>Runs the boards' keyword application on the embedded clips, on either build, and writes down what the board shows.</summary>
public static class KeywordAppRun
{
    /// <summary>Silence before each clip and at the end, in samples.</summary>
    public const int Pause = 10000;

    private const int WarmUpLines = 8;

    /// <summary>Rounds of all clips.</summary>
    public const int Rounds = 4;

    /// <summary>What a run on the device build shows.</summary>
    public static string OnDeviceProfile()
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceLoadContext.DefaultFolder);
        Assembly self = context.LoadFromAssemblyPath(typeof(KeywordAppRun).Assembly.Location);
        Func<string> show = self.GetType(typeof(KeywordAppRun).FullName!)!.GetMethod(nameof(Show))!.CreateDelegate<Func<string>>();
        string shown = show();
        GC.KeepAlive(context);
        return shown;
    }

    /// <summary>Bytes that the app takes of a board's heap, by the sizes of its objects there; what it is given is not counted.</summary>
    public static int HeapOnDeviceProfile()
    {
        DeviceLoadContext context = new DeviceLoadContext(DeviceLoadContext.DefaultFolder);
        Assembly self = context.LoadFromAssemblyPath(typeof(KeywordAppRun).Assembly.Location);
        object[] appAndGiven = (object[])self.GetType(typeof(KeywordAppRun).FullName!)!.GetMethod(nameof(NewApp))!.Invoke(null, null)!;
        return new HeapWalk().Add(appAndGiven[0], value => Array.IndexOf(appAndGiven, value) > 0);
    }

    /// <summary>An app of the build that this assembly is bound to, and what it was given.</summary>
    public static object[] NewApp()
    {
        Board board = new Board();
        WavClipSource source = new WavClipSource([new WavClip(KeywordClips.Wav(0))], Pause, 1);
        ILed[] leds = [];
        return [new KeywordApp(board, source, leds, RecognizerSettings.Sparing()), board, source, leds];
    }

    /// <summary>What a run on the build that this assembly is bound to shows: its lines, the lights, and where it allocates without a line.</summary>
    public static string Show()
    {
        Board board = new Board();
        WavClip[] clips = Enumerable.Range(0, KeywordClips.Count).Select(i => new WavClip(KeywordClips.Wav(i))).ToArray();
        WavClipSource source = new WavClipSource(clips, Pause, Rounds);

        // The third word has no light.
        KeywordApp app = new KeywordApp(board, source, [new Led(board, "red"), new Led(board, "green"), null], RecognizerSettings.Sparing());
        bool isRunning = true;
        while (isRunning)
        {
            int lines = board.Lines;
            long before = GC.GetAllocatedBytesForCurrentThread();
            isRunning = app.Step();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // The first round fills what the libraries make once.
            if (allocated != 0 && lines == board.Lines && board.Lines > WarmUpLines)
            {
                board.Output.WriteLine("allocated " + allocated);
            }
        }

        return typeof(KeywordApp).Assembly.Location.Contains("device") + Environment.NewLine + board.Output;
    }

    private sealed class Board : IBoard
    {
        internal StringWriter Output { get; } = new StringWriter();

        internal int Lines { get; private set; }

        /// <inheritdoc />
        public string Name => "a board";

        /// <inheritdoc />
        public long Milliseconds { get; private set; }

        /// <inheritdoc />
        public long FreeHeap => 12345;

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Lines++;
            Output.WriteLine(line);
        }
    }

    private sealed class Led : ILed
    {
        private readonly Board _board;
        private readonly string _name;

        internal Led(Board board, string name)
        {
            _board = board;
            _name = name;
        }

        /// <inheritdoc />
        public void Set(bool isOn)
        {
            _board.WriteLine(_name + (isOn ? " on" : " off"));
        }
    }
}
