// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Threading;
using TinyInterp.Signal;

namespace TinyInterp.Boards;

/// <summary>Delays a source, so that its samples arrive no sooner than those of a microphone.</summary>
public sealed class PacedSource : ISampleSource
{
    private readonly ISampleSource _source;
    private readonly IBoard _board;
    private readonly long _start;
    private long _given;

    /// <summary>A source whose sound begins now.</summary>
    /// <param name="source">Where the samples come from.</param>
    /// <param name="board">Whose clock counts.</param>
    public PacedSource(ISampleSource source, IBoard board)
    {
        _source = source;
        _board = board;
        _start = board.Milliseconds;
    }

    /// <inheritdoc />
    public int Read(short[] samples)
    {
        int count = _source.Read(samples);
        _given += count;
        long early = _start + _given * 1000 / LogMelFrontEnd.SampleRate - _board.Milliseconds;
        if (early > 0)
        {
            Thread.Sleep((int)early);
        }

        return count;
    }
}
