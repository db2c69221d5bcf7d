// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>Runs a model again and again, lights the LED while it computes, and prints what an inference takes.</summary>
public sealed class ModelApp
{
    private readonly IBoard _board;
    private readonly ILed _led;
    private readonly MicroInterpreter _interpreter;

    /// <summary>Loads a model and prints what it takes.</summary>
    /// <param name="board">Where lines are printed.</param>
    /// <param name="led">Lit during an inference.</param>
    /// <param name="resolver">The kernels.</param>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="inputs">The bytes of all inputs, one after the other, or null for zeros.</param>
    public ModelApp(IBoard board, ILed led, OpResolver resolver, byte[] model, byte[] inputs)
    {
        _board = board;
        _led = led;
        _interpreter = new MicroInterpreter(model, resolver, new TensorArena(int.MaxValue));
        _interpreter.AllocateTensors();
        int at = 0;
        for (int i = 0; inputs != null && i < _interpreter.InputCount; i++)
        {
            _interpreter.Input(i).CopyFrom(inputs, at);
            at += _interpreter.Input(i).ByteCount;
        }

        board.WriteLine("TinyInterp on " + board.Name);
        board.WriteLine("model " + model.Length + " bytes, arena " + _interpreter.ArenaUsedBytes + " bytes");
    }

    /// <summary>Runs the model a number of times and prints a line.</summary>
    public void Run(int invokes)
    {
        long start = _board.Milliseconds;
        for (int i = 0; i < invokes; i++)
        {
            _led.Set(true);
            _interpreter.Invoke();
            _led.Set(false);
        }

        long elapsed = _board.Milliseconds - start;
        _board.WriteLine((elapsed / invokes) + " ms per Invoke, " + _board.FreeHeap + " bytes of heap free");
    }
}
