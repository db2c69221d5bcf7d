// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Boards;

/// <summary>
/// Runs embedded golden cases and says of each whether the board computes what the reference does; then invokes one model a hundred
/// times to show that the heap does not move. The first app to flash on a board. A case for which there is not enough heap is skipped, and its line says
/// how much it needs.
/// </summary>
public sealed class SelfTest
{
    private const int HeapInvokes = 100;

    private readonly IBoard _board;
    private readonly KernelSet _kernels;
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>A self-test that reports to a board and registers the kernels that a case needs.</summary>
    public SelfTest(IBoard board, KernelSet kernels)
    {
        _board = board;
        _kernels = kernels;
    }

    /// <summary>Number of cases that failed so far.</summary>
    public int Failed => _failed;

    /// <summary>Number of cases that did not run so far, for want of heap.</summary>
    public int Skipped => _skipped;

    /// <summary>Prints the board's name, and the heap that there is beside what the largest case needs.</summary>
    public void PrintHeader(ISelfTestData[] sets)
    {
        int needed = 0;
        for (int s = 0; s < sets.Length; s++)
        {
            for (int i = 0; i < sets[s].Count; i++)
            {
                int bytes = sets[s].HeapBytes(i);
                needed = bytes > needed ? bytes : needed;
            }
        }

        long free = _board.FreeHeap;
        _board.WriteLine("TinyInterp self-test on " + _board.Name);
        _board.WriteLine(
            "needs " + needed + " bytes of heap, has " + free + (free < needed ? ": cases that do not fit are skipped" : string.Empty));
    }

    /// <summary>Runs every case of each set and prints a line for each.</summary>
    public void RunCases(ISelfTestData[] sets)
    {
        for (int s = 0; s < sets.Length; s++)
        {
            for (int i = 0; i < sets[s].Count; i++)
            {
                RunCase(sets[s], i);
            }
        }
    }

    /// <summary>Invokes one case's model a hundred times and prints the free heap before and after, which must be the same.</summary>
    public void RunHeapTest(ISelfTestData set, int index)
    {
        string name = "heap after " + HeapInvokes + " invokes";
        if (!Fits(set, index, name))
        {
            return;
        }

        // In methods of their own: a slot of this method's evaluation stack that once held an array would keep it alive on a board, at the
        // first look at the heap but not at the second.
        MicroInterpreter interpreter = LoadWithInputs(set, index);
        interpreter.Invoke();
        long before = _board.FreeHeap;
        long start = _board.Milliseconds;
        for (int i = 0; i < HeapInvokes; i++)
        {
            interpreter.Invoke();
        }

        long elapsed = _board.Milliseconds - start;
        long after = _board.FreeHeap;
        Report(name + ": " + before + " before, " + after + " after", before == after, elapsed);
    }

    /// <summary>Prints the last line.</summary>
    public void PrintSummary()
    {
        _board.WriteLine(
            _passed + " passed, " + _failed + " failed" + (_skipped == 0 ? string.Empty : ", " + _skipped + " skipped for want of heap"));
    }

    /// <summary>Whether a case's outputs are the expected ones.</summary>
    /// <exception cref="ModelException">The model cannot be run.</exception>
    public static bool Passes(ISelfTestData set, int index, OpResolver resolver)
    {
        MicroInterpreter interpreter = Load(resolver, set.Model(index));
        WriteInputs(interpreter, set.Inputs(index));
        interpreter.Invoke();
        return HasOutputs(interpreter, set.Outputs(index));
    }

    private void RunCase(ISelfTestData set, int index)
    {
        if (!Fits(set, index, set.Name(index)))
        {
            return;
        }

        long start = _board.Milliseconds;
        bool passed = false;
        string error = string.Empty;
        try
        {
            MicroInterpreter interpreter = LoadWithInputs(set, index);
            start = _board.Milliseconds;
            interpreter.Invoke();
            passed = HasOutputs(interpreter, set.Outputs(index));
        }
        catch (ModelException e)
        {
            error = " (" + e.Message + ")";
        }
        catch (OutOfMemoryException)
        {
            // There was enough, but not in one piece.
            ReportSkipped(set.Name(index), set.HeapBytes(index));
            return;
        }

        Report(set.Name(index) + error, passed, _board.Milliseconds - start);
    }

    private bool Fits(ISelfTestData set, int index, string name)
    {
        int needed = set.HeapBytes(index);
        bool fits = _board.FreeHeap >= needed;
        if (!fits)
        {
            ReportSkipped(name, needed);
        }

        return fits;
    }

    private void ReportSkipped(string name, int needed)
    {
        _skipped++;
        _board.WriteLine(name + " SKIPPED, needs " + needed + " bytes of heap");
    }

    private void Report(string name, bool passed, long milliseconds)
    {
        if (passed)
        {
            _passed++;
        }
        else
        {
            _failed++;
        }

        _board.WriteLine(name + (passed ? " PASS " : " FAIL ") + milliseconds + " ms");
    }

    private MicroInterpreter LoadWithInputs(ISelfTestData set, int index)
    {
        MicroInterpreter interpreter = Load(_kernels(set.Kernels(index)), set.Model(index));
        WriteInputs(interpreter, set.Inputs(index));
        return interpreter;
    }

    private static MicroInterpreter Load(OpResolver resolver, byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, resolver, new TensorArena(int.MaxValue));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static void WriteInputs(MicroInterpreter interpreter, byte[] inputs)
    {
        int at = 0;
        for (int i = 0; i < interpreter.InputCount; i++)
        {
            interpreter.Input(i).CopyFrom(inputs, at);
            at += interpreter.Input(i).ByteCount;
        }
    }

    private static bool HasOutputs(MicroInterpreter interpreter, byte[] expected)
    {
        int at = 0;
        for (int i = 0; i < interpreter.OutputCount; i++)
        {
            Tensor output = interpreter.Output(i);
            byte[] actual = new byte[output.ByteCount];
            output.CopyTo(actual, 0);
            if (at + actual.Length > expected.Length || !Matches(output.Type, actual, expected, at))
            {
                return false;
            }

            at += actual.Length;
        }

        return at == expected.Length;
    }

    private static bool Matches(TensorType type, byte[] actual, byte[] expected, int at)
    {
        if (type == TensorType.Float32)
        {
            for (int i = 0; i < actual.Length; i += 4)
            {
                if (!IsNear(BitConverter.ToSingle(actual, i), BitConverter.ToSingle(expected, at + i)))
                {
                    return false;
                }
            }

            return true;
        }

        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] != expected[at + i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A board's own exp, log and the like are single precision and differ in the last places, so floats may differ by a hundred-thousandth.
    /// </summary>
    private static bool IsNear(float actual, float expected)
    {
        float difference = actual > expected ? actual - expected : expected - actual;
        float size = expected < 0 ? -expected : expected;
        return actual == expected || difference <= 1e-5f * size || difference <= 1e-7f;
    }
}
