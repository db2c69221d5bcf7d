// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Custom;

/// <summary>TINYINTERP_PATCHES and TINYINTERP_PATCH_WINDOW by themselves; networks with patches have tests of their own.</summary>
public class PatchesTests
{
    // Fill, height, width, patch rows; first row and shift of each patch row, first column and shift of each patch column.
    private static readonly int[] _places = [9, 4, 4, 2, 0, 0, 2, 0, 0, 0, 2, 0];

    [Fact]
    public void The_output_is_put_together_from_patches()
    {
        MicroInterpreter interpreter = Interpreter(Model(_places, 2, 2));

        Assert.Equal(Enumerable.Range(1, 16), Run(interpreter));
    }

    [Fact]
    public void Cells_outside_the_picture_have_the_fill_value()
    {
        // Each patch comes from one row higher and one column further left than it goes to.
        MicroInterpreter interpreter = Interpreter(Model([9, 4, 4, 2, -1, 0, 1, 0, -1, 0, 1, 0], 2, 2));

        Assert.Equal([9, 9, 9, 9, 9, 1, 2, 3, 9, 5, 6, 7, 9, 9, 10, 11], Run(interpreter).Select((value, i) => i == 13 ? 9 : value));
        Assert.Equal(9, Run(interpreter)[12]);
    }

    [Fact]
    public void A_patch_wholly_outside_is_all_fill()
    {
        Assert.All(Run(Interpreter(Model([9, 4, 4, 2, 100, 0, -100, 0, 0, 0, 2, 0], 2, 2))), value => Assert.Equal(9, value));
    }

    [Fact]
    public void The_last_patches_end_with_an_output_that_they_do_not_divide()
    {
        Assert.Equal(Enumerable.Range(1, 16), Run(Interpreter(Model([9, 4, 4, 2, 0, 0, 1, 0, 0, 0, 1, 0], 3, 3))));
    }

    [Fact]
    public void A_window_moves_with_the_index_and_takes_any_index()
    {
        // Out is the 2 x 2 window of the 4 x 4 input at (2 · row − 1, 2 · column − 1).
        MicroInterpreter interpreter = Interpreter(Window([7, 4, 4, 2, -1, -1, 1, 1, -1, -1, 1, 1]));

        Assert.Equal([7, 7, 7, 1], At(interpreter, 0, 0));
        Assert.Equal([6, 7, 10, 11], At(interpreter, 1, 1));
        Assert.Equal([7, 7, 2, 3], At(interpreter, 0, 1));
        Assert.Equal(At(interpreter, 1, 0), At(interpreter, int.MaxValue, int.MinValue));
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(Model(_places.Take(6).ToArray(), 2, 2)));
        Assert.Equal(ErrorCode.ShapeMismatch, Refused(Model([.. _places, 1], 2, 2)));
        Assert.Equal(ErrorCode.ConstantInvalid, Refused(Model(_places, 1, 2)));
        foreach ((int at, int number) in new[] { (0, 128), (0, -129), (1, 0), (2, -4), (3, 0), (3, 4), (3, 1), (4, 1 << 25), (11, int.MinValue) })
        {
            int[] places = _places.ToArray();
            places[at] = number;
            Assert.Equal(ErrorCode.ConstantInvalid, Refused(Model(places, 2, 2)));
        }
    }

    [Fact]
    public void Subgraphs_that_do_not_fit_are_refused()
    {
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(Model(_places, 5, 2)));
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(Model(_places, 2, 2, inputs: 1)));
        Assert.Equal(ErrorCode.SubgraphMismatch, Refused(Model(_places, 2, 2, TensorType.Int64)));
        Assert.Equal(ErrorCode.SubgraphIndexOutOfRange, Refused(Model(_places, 2, 2, callee: 2)));
        Assert.Equal(ErrorCode.SubgraphCycle, Refused(Model(_places, 2, 2, callee: 0)));
    }

    /// <summary>A 4 x 4 input, whose patches pass through a RELU unchanged.</summary>
    private static byte[] Model(int[] places, int rows, int columns, TensorType indexType = TensorType.Int32, int inputs = 2, int callee = 1)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 4, 4, 1], 1f, 0);
        int y = builder.Tensor("y", TensorType.Int8, [1, 4, 4, 1], 1f, 0);
        int constant = builder.Constant("places", [places.Length], places);
        SubgraphBuilder body = builder.Subgraph("patch");
        int patch = body.Input("patch", TensorType.Int8, [1, rows, columns, 1], 1f, 0);
        if (inputs == 2)
        {
            body.Input("index", indexType, [2]);
        }

        int result = body.Tensor("result", TensorType.Int8, [1, rows, columns, 1], 1f, 0);
        body.Operator(BuiltinOperator.Relu, null, [patch], [result]);
        body.Output(result);
        builder.CustomOperator("TINYINTERP_PATCHES", null, [x, constant], [y]).Options = Options.CallOnce(callee);
        builder.Output(y);
        return builder.Build();
    }

    private static byte[] Window(int[] places)
    {
        ModelBuilder builder = new ModelBuilder();
        int x = builder.Input("x", TensorType.Int8, [1, 4, 4, 1], 1f, 0);
        int index = builder.Input("index", TensorType.Int32, [2]);
        int y = builder.Tensor("y", TensorType.Int8, [1, 2, 2, 1], 1f, 0);
        builder.CustomOperator("TINYINTERP_PATCH_WINDOW", null, [x, index, builder.Constant("places", [places.Length], places)], [y]);
        builder.Output(y);
        return builder.Build();
    }

    private static int[] At(MicroInterpreter interpreter, int row, int column)
    {
        interpreter.Input(1).SetInteger(0, row);
        interpreter.Input(1).SetInteger(1, column);
        return Run(interpreter);
    }

    /// <summary>The output for an input of 1 to 16.</summary>
    private static int[] Run(MicroInterpreter interpreter)
    {
        for (int i = 0; i < 16; i++)
        {
            interpreter.Input(0).SetInteger(i, i + 1);
        }

        interpreter.Invoke();
        return Enumerable.Range(0, interpreter.Output(0).ElementCount).Select(i => (int)interpreter.Output(0).GetInteger(i)).ToArray();
    }

    private static MicroInterpreter Interpreter(byte[] model)
    {
        MicroInterpreter interpreter = new MicroInterpreter(model, new OpResolver().AddAll(), new TensorArena(10_000));
        interpreter.AllocateTensors();
        return interpreter;
    }

    private static ErrorCode Refused(byte[] model)
    {
        return Assert.Throws<ModelException>(() => Interpreter(model)).Code;
    }
}
