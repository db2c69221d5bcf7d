// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Reflection;
using TinyInterp.Boards;
using TinyInterp.IlMeter;
using Xunit;

namespace TinyInterp.Tests.Boards;

/// <summary>The self-test's measurement of a board's speed.</summary>
public class SpeedTestTests
{
    [Fact]
    public void A_pass_costs_what_the_meter_counts()
    {
        InstrumentedAssemblies device = InstrumentedAssemblies.OfThisProgram();
        Type type = device.LoadFromAssemblyName(new AssemblyName("TinyInterp.Boards")).GetType("TinyInterp.Boards.SpeedTest", throwOnError: true)!;
        Func<long> pass = type.GetMethod("Pass")!.CreateDelegate<Func<long>>(InstrumentedAssemblies.Alone(() => Activator.CreateInstance(type)));

        double units = device.Measure(() => pass()).Units;

        Assert.InRange(units, SpeedTest.UnitsPerPass - 1.0, SpeedTest.UnitsPerPass + 1.0);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(640)]
    [InlineData(3)]
    public void It_prints_the_nanoseconds_of_a_unit(int nanoseconds)
    {
        Board board = new(nanoseconds);

        new SpeedTest().Run(board);

        string line = Assert.Single(board.Lines);
        double printed = double.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(printed, nanoseconds * 0.99 - 0.1, nanoseconds * 1.01);
        Assert.Contains(" ns a unit: ", line);
    }

    /// <summary>A board whose clock runs as if each pass took its units: a look at the clock stands for the passes before it.</summary>
    private sealed class Board : IBoard
    {
        private readonly int _nanoseconds;
        private int _looks;

        internal Board(int nanoseconds)
        {
            _nanoseconds = nanoseconds;
        }

        internal List<string> Lines { get; } = new();

        /// <inheritdoc />
        public string Name => "a board";

        /// <inheritdoc />
        public long Milliseconds
        {
            get
            {
                // Looks come in pairs, before and after 2, 4, 8 ... passes.
                _looks++;
                return _looks % 2 == 1 ? 0 : (1L << (_looks / 2)) * SpeedTest.UnitsPerPass * _nanoseconds / 1_000_000;
            }
        }

        /// <inheritdoc />
        public long FreeHeap => 0;

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Lines.Add(line);
        }
    }
}
