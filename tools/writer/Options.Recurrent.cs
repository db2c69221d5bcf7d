// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Writer;

public static partial class Options
{
    /// <summary>SVDF.</summary>
    public static OptionsTable Svdf(int rank, Activation activation = Activation.None, bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.Svdf)
            .Int32(0, rank)
            .Activation(1, activation)
            .Bool(2, asymmetricQuantizeInputs);
    }

    /// <summary>RNN.</summary>
    public static OptionsTable Rnn(Activation activation = Activation.None, bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.Rnn).Activation(0, activation).Bool(1, asymmetricQuantizeInputs);
    }

    /// <summary>UNIDIRECTIONAL_SEQUENCE_RNN.</summary>
    public static OptionsTable SequenceRnn(bool timeMajor, Activation activation = Activation.None, bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.SequenceRnn)
            .Bool(0, timeMajor)
            .Activation(1, activation)
            .Bool(2, asymmetricQuantizeInputs);
    }

    /// <summary>BIDIRECTIONAL_SEQUENCE_RNN.</summary>
    public static OptionsTable BidirectionalSequenceRnn(
        bool timeMajor,
        Activation activation = Activation.None,
        bool mergeOutputs = false,
        bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.BidirectionalSequenceRnn)
            .Bool(0, timeMajor)
            .Activation(1, activation)
            .Bool(2, mergeOutputs)
            .Bool(3, asymmetricQuantizeInputs);
    }

    /// <summary>LSTM. A clip of 0 clips nothing.</summary>
    public static OptionsTable Lstm(
        Activation activation = Activation.Tanh,
        float cellClip = 0f,
        float projectionClip = 0f,
        LstmKernelType kernelType = LstmKernelType.Full,
        bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.Lstm)
            .Activation(0, activation)
            .Single(1, cellClip)
            .Single(2, projectionClip)
            .Int8(3, (sbyte)kernelType)
            .Bool(4, asymmetricQuantizeInputs);
    }

    /// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM. A clip of 0 clips nothing.</summary>
    public static OptionsTable UnidirectionalSequenceLstm(
        Activation activation = Activation.Tanh,
        float cellClip = 0f,
        float projectionClip = 0f,
        bool timeMajor = false,
        bool asymmetricQuantizeInputs = false,
        bool diagonalRecurrentTensors = false)
    {
        return new OptionsTable(BuiltinOptionsType.UnidirectionalSequenceLstm)
            .Activation(0, activation)
            .Single(1, cellClip)
            .Single(2, projectionClip)
            .Bool(3, timeMajor)
            .Bool(4, asymmetricQuantizeInputs)
            .Bool(5, diagonalRecurrentTensors);
    }

    /// <summary>BIDIRECTIONAL_SEQUENCE_LSTM. A clip of 0 clips nothing.</summary>
    public static OptionsTable BidirectionalSequenceLstm(
        Activation activation = Activation.Tanh,
        float cellClip = 0f,
        float projectionClip = 0f,
        bool mergeOutputs = false,
        bool timeMajor = true,
        bool asymmetricQuantizeInputs = false)
    {
        return new OptionsTable(BuiltinOptionsType.BidirectionalSequenceLstm)
            .Activation(0, activation)
            .Single(1, cellClip)
            .Single(2, projectionClip)
            .Bool(3, mergeOutputs)
            .Bool(4, timeMajor, unless: true)
            .Bool(5, asymmetricQuantizeInputs);
    }
}
