// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <content>Outputs that may lie over inputs.</content>
public sealed partial class PrepareContext
{
    /// <summary>The result of <see cref="OverlapDistance"/> for tensors that share no memory.</summary>
    public const int Apart = -1;

    private readonly BufferOverlaps[] _overlaps;
    private SubgraphPlan[] _plans;

    /// <summary>
    /// Allows an output to share memory with an input that no later node reads. The output then begins at least
    /// <paramref name="distance"/> elements below the input, or the two do not touch. Element w of the output must therefore be written
    /// after the last read of every element of the input up to w − distance, in each form of the kernel that may run.
    /// </summary>
    /// <param name="output">Index of the output.</param>
    /// <param name="input">Index of the input.</param>
    /// <param name="distance">Number of elements, not negative; 0 if each element is read before the one in its place is written.</param>
    /// <param name="step">The kernel is fastest if the distance is a multiple of this number.</param>
    /// <param name="isSlow">
    /// Whether the overlap keeps the kernel from its fastest form, so that it is used only if the budget is too small without it.
    /// </param>
    public void AllowOverlap(int output, int input, long distance, int step = 1, bool isSlow = false)
    {
        int inputTensor = Operator.Input(input);
        int outputTensor = Operator.Output(output);
        if (inputTensor == OperatorView.Absent || outputTensor == OperatorView.Absent
            || distance >= _subgraph.Tensor(outputTensor).ElementCount || CountOfInput(inputTensor) != 1)
        {
            return;
        }

        OverlapsOf(_subgraph.Index).Add(outputTensor, inputTensor, (int)distance, step, isSlow);
    }

    /// <summary>
    /// Allows an output to lie over an input of an elementwise kernel, unless the input is broadcast: each element is read just before the
    /// output in its place is written.
    /// </summary>
    /// <param name="output">Index of the output.</param>
    /// <param name="input">Index of the input.</param>
    public void AllowElementwiseOverlap(int output, int input)
    {
        if (_subgraph.Tensor(Operator.Input(input)).ElementCount == _subgraph.Tensor(Operator.Output(output)).ElementCount)
        {
            AllowOverlap(output, input, 0);
        }
    }

    /// <summary>
    /// For <see cref="Kernel.PrepareFaster"/>: the number of elements by which an output begins below an input that it shares memory
    /// with, or <see cref="Apart"/>.
    /// </summary>
    public int OverlapDistance(int output, int input)
    {
        SubgraphPlan plan = _plans[_subgraph.Index];
        int outputAt = plan.Offsets[Operator.Output(output)];
        int inputAt = plan.Offsets[Operator.Input(input)];
        int outputCount = Output(output).ElementCount;
        int inputCount = AnyInput(input).ElementCount;
        return outputAt == MemoryPlanner.Unplaced || inputAt == MemoryPlanner.Unplaced
            || ArenaRegion.OfType(Output(output).Type) != ArenaRegion.OfType(AnyInput(input).Type)
            || outputAt + (long)outputCount <= inputAt || inputAt + (long)inputCount <= outputAt
            ? Apart
            : inputAt - outputAt;
    }

    /// <summary>The tensors of a subgraph that may overlap.</summary>
    internal BufferOverlaps OverlapsOf(int subgraph)
    {
        if (_overlaps[subgraph] == null)
        {
            _overlaps[subgraph] = new BufferOverlaps();
        }

        return _overlaps[subgraph];
    }

    private int CountOfInput(int tensor)
    {
        int count = 0;
        for (int i = 0; i < Operator.InputCount; i++)
        {
            count += Operator.Input(i) == tensor ? 1 : 0;
        }

        return count;
    }
}
