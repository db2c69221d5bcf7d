// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>What differs between boards of one family.</summary>
public sealed class BoardSettings
{
    /// <summary>In place of a pin: the board has none.</summary>
    public const int NoPin = -1;

    /// <summary>Settings of a board without any pins, which plays clips.</summary>
    /// <param name="targetName">The firmware's name, as SystemInfo.TargetName returns it.</param>
    public BoardSettings(string targetName)
    {
        TargetName = targetName;
    }

    /// <summary>The firmware's name.</summary>
    public string TargetName { get; }

    /// <summary>What the board listens to.</summary>
    public SoundKind Sound { get; set; } = SoundKind.Clips;

    /// <summary>The LED of the first word, or <see cref="NoPin"/>; high lights it.</summary>
    public int RedPin { get; set; } = NoPin;

    /// <summary>The LED of the second word.</summary>
    public int GreenPin { get; set; } = NoPin;

    /// <summary>The LED of the third word.</summary>
    public int BluePin { get; set; } = NoPin;

    /// <summary>The microphone's bit clock (SCK).</summary>
    public int I2sClockPin { get; set; } = NoPin;

    /// <summary>The microphone's word select (WS).</summary>
    public int I2sWordSelectPin { get; set; } = NoPin;

    /// <summary>The microphone's data (SD).</summary>
    public int I2sDataPin { get; set; } = NoPin;

    /// <summary>
    /// Frames a second at which the microphone is clocked: 8000, of which nothing need be thrown away, or 16000 for one that wants a faster clock;
    /// halving them takes 0.7 million units a second, about a seventh of an ESP32's time.
    /// </summary>
    public int MicrophoneRate { get; set; } = 8000;

    /// <summary>The serial port that sound may come from; empty for none.</summary>
    public string SerialPort { get; set; } = string.Empty;

    /// <summary>The pin on which it receives, where the program chooses it.</summary>
    public int SerialReceivePin { get; set; } = NoPin;

    /// <summary>The pin on which it would send.</summary>
    public int SerialSendPin { get; set; } = NoPin;

    /// <summary>The settings of the firmware that runs; those of the first board where it is not known.</summary>
    public static BoardSettings Find(BoardSettings[] boards, string targetName)
    {
        for (int i = 0; i < boards.Length; i++)
        {
            if (boards[i].TargetName == targetName)
            {
                return boards[i];
            }
        }

        return boards[0];
    }
}
