// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using Spectre.Console;

namespace TinyInterp.Boards.Host;

/// <summary>Prints what listening costs on boards.</summary>
internal static class CostPrinter
{
    /// <summary>Prints it; nothing if there is nothing to tell.</summary>
    internal static void Print(HostConsole console, BoardCost? cost)
    {
        if (cost == null)
        {
            return;
        }

        console.Output.WriteLine();
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Device profile: {Millions(cost.UnitsPerSecond)} million units a second of this sound, {Millions(cost.UnitsPerSecondQuiet)} in silence, {Millions(cost.UnitsPerSecondListening)} while listening;"));
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"reading it adds {Millions(cost.UnitsPerSecondMicrophone)} from a microphone at 8 kHz, {Millions(cost.UnitsPerSecondClips)} from clips or a serial line."));
        Table table = new Table().Border(TableBorder.Minimal)
            .AddColumn("Board").AddColumn("Sound from").AddColumn("Load").AddColumn("In silence").AddColumn("While listening").AddColumn("Speed of the VM");
        foreach (BoardCost.Load load in cost.Boards)
        {
            table.AddRow(
                load.Board, load.MicrophoneRate == 0 ? "clips, serial" : "microphone",
                Percent(load.LoadPercent), Percent(load.LoadPercentQuiet), Percent(load.LoadPercentListening), load.Basis);
        }

        console.Rich().Write(table);
        console.Output.WriteLine("Load is in percent of real time, with the settings of the boards' apps; over 100 % a board cannot keep up.");
    }

    private static string Millions(double units)
    {
        return (units * 1e-6).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Percent(double percent)
    {
        return percent.ToString(percent < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";
    }
}
