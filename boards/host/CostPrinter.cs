// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using Spectre.Console;

namespace TinyInterp.Boards.Host;

/// <summary>Prints what listening costs on boards.</summary>
internal static class CostPrinter
{
    /// <summary>Prints it; nothing if there is nothing to tell.</summary>
    internal static void Print(HostConsole console, BoardCost cost)
    {
        if (cost == null)
        {
            return;
        }

        console.Output.WriteLine();
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Device profile: {cost.UnitsPerSecond:0} units a second of this sound, {cost.UnitsPerSecondQuiet:0} in silence, {cost.UnitsPerSecondListening:0} while listening;"));
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"reading it adds {cost.UnitsPerSecondMicrophone:0} from a microphone at 8 kHz, {cost.UnitsPerSecondClips:0} from clips or a serial line."));
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

    private static string Percent(double percent)
    {
        return percent.ToString(percent < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";
    }
}
