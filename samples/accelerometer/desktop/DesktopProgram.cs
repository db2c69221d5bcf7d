// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;

namespace AccelerometerSample.Desktop;

/// <summary>Runs the app on a recording: <c>dotnet run --project samples/accelerometer/desktop -- [FILE]</c>.</summary>
internal static class DesktopProgram
{
    private const int Success = 0;
    private const int BadInput = 2;

    private static int Main(string[] args)
    {
        string path = args.Length == 1 ? args[0] : Path.Combine(AppContext.BaseDirectory, "recording.csv");
        try
        {
            using StreamReader file = new StreamReader(path);
            new GestureApp().Run(new CsvAccelerometer(file));
            return Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine(path + ": " + e.Message);
            return BadInput;
        }
    }
}
