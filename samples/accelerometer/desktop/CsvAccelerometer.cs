// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Globalization;
using System.IO;

namespace AccelerometerSample.Desktop;

/// <summary>A recording as text: a sample a line, "x,y,z" in thousandths of g.</summary>
internal sealed class CsvAccelerometer : IAccelerometer
{
    private readonly TextReader _lines;
    private int _number;

    internal CsvAccelerometer(TextReader lines)
    {
        _lines = lines;
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">A line is not a sample; the message says which.</exception>
    public bool Read(short[] sample)
    {
        string? line = _lines.ReadLine();
        if (line == null)
        {
            return false;
        }

        _number++;
        string[] fields = line.Split(',');
        for (int axis = 0; axis < GestureClassifier.Axes; axis++)
        {
            if (fields.Length != GestureClassifier.Axes
                || !short.TryParse(fields[axis], NumberStyles.Integer, CultureInfo.InvariantCulture, out sample[axis]))
            {
                throw new FormatException("line " + _number + " is \"" + line + "\", not three integers as in 12,-40,1003");
            }
        }

        return true;
    }
}
