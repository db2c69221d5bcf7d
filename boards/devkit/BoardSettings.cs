// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>What differs between boards of one family.</summary>
public sealed class BoardSettings
{
    /// <summary>In place of a pin: the board has none.</summary>
    public const int NoPin = -1;

    /// <summary>Settings of a board.</summary>
    public BoardSettings(string targetName, int ledPin, int i2sClockPin, int i2sWordSelectPin, int i2sDataPin)
    {
        TargetName = targetName;
        LedPin = ledPin;
        I2sClockPin = i2sClockPin;
        I2sWordSelectPin = i2sWordSelectPin;
        I2sDataPin = i2sDataPin;
    }

    /// <summary>The firmware's name, as SystemInfo.TargetName tells it.</summary>
    public string TargetName { get; }

    /// <summary>The LED's pin; high lights it.</summary>
    public int LedPin { get; }

    /// <summary>The microphone's bit clock (SCK), or <see cref="NoPin"/>.</summary>
    public int I2sClockPin { get; }

    /// <summary>The microphone's word select (WS), or <see cref="NoPin"/>.</summary>
    public int I2sWordSelectPin { get; }

    /// <summary>The microphone's data (SD), or <see cref="NoPin"/>.</summary>
    public int I2sDataPin { get; }

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
