// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Compiled;

/// <summary>
/// A model that was compiled to C#. Its weights are literals in flash, so only activations take RAM, and the nodes that have no compiled
/// form (<see cref="KernelSection"/>). It is used like an interpreter whose tensors are allocated.
/// </summary>
/// <example>
/// <code>
/// CompiledModel model = new KeywordModel();
/// model.Input(0).Quantize(samples, 0);
/// model.Invoke();
/// float score = model.Output(0).GetReal(0);
/// </code>
/// </example>
public abstract class CompiledModel : IInterpreter
{
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;

    /// <summary>Creates a model with these inputs and outputs. The derived class sets their tensors.</summary>
    /// <param name="inputNames">The name of each input in the model.</param>
    /// <param name="outputNames">The name of each output in the model.</param>
    protected CompiledModel(string[] inputNames, string[] outputNames)
    {
        _inputNames = inputNames;
        _outputNames = outputNames;
        _inputs = new Tensor[inputNames.Length];
        _outputs = new Tensor[outputNames.Length];
        IsRunComplete = true;
    }

    /// <inheritdoc/>
    public int InputCount => _inputs.Length;

    /// <inheritdoc/>
    public int OutputCount => _outputs.Length;

    /// <inheritdoc/>
    public abstract int ArenaUsedBytes { get; }

    /// <inheritdoc/>
    public bool IsRunComplete { get; protected set; }

    /// <inheritdoc/>
    public abstract void Invoke();

    /// <inheritdoc/>
    public virtual void Reset()
    {
    }

    /// <inheritdoc/>
    public Tensor Input(int index)
    {
        RequireIndex(index, _inputs.Length);
        return _inputs[index];
    }

    /// <inheritdoc/>
    public Tensor Output(int index)
    {
        RequireIndex(index, _outputs.Length);
        return _outputs[index];
    }

    /// <inheritdoc/>
    public Tensor Input(string name)
    {
        return _inputs[Find(_inputNames, name)];
    }

    /// <inheritdoc/>
    public Tensor Output(string name)
    {
        return _outputs[Find(_outputNames, name)];
    }

    /// <summary>Sets the tensor of an input.</summary>
    protected void SetInput(int index, Tensor tensor)
    {
        _inputs[index] = tensor;
    }

    /// <summary>Sets the tensor of an output.</summary>
    protected void SetOutput(int index, Tensor tensor)
    {
        _outputs[index] = tensor;
    }

    private static int Find(string[] names, string name)
    {
        if (name == null)
        {
            throw Error(ErrorCode.ArgumentInvalid, 1, 0);
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        throw Error(ErrorCode.NoSuchTensor, names.Length, -1);
    }

    private static void RequireIndex(int index, int count)
    {
        if (index < 0 || index >= count)
        {
            throw Error(ErrorCode.NoSuchTensor, count, index);
        }
    }

    private static ModelException Error(ErrorCode code, long expected, long found)
    {
        return new ModelException(code, ModelException.Nowhere, ModelException.Nowhere, ModelException.Nowhere, expected, found);
    }
}
