// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Spotting;

namespace TinyInterp.Boards.Host;

/// <summary>The options that all modes of listening share.</summary>
/// <param name="Console">Where results go.</param>
/// <param name="Model">The model.</param>
/// <param name="Threshold">The lowest score that counts as a detection; 0 for the shipped one.</param>
/// <param name="IsDevice">Whether the device build runs and its cost is reported.</param>
/// <param name="IsCompiled">Whether the network is compiled first.</param>
/// <param name="IsJson">Whether results are for programs.</param>
internal sealed record HostOptions(HostConsole Console, SpotterModel Model, int Threshold, bool IsDevice, bool IsCompiled, bool IsJson)
{
    /// <summary>The spotters that are asked for.</summary>
    internal ISpotterFactory NewFactory()
    {
        return IsDevice ? SpotterFactory.Device(Model, IsCompiled) : SpotterFactory.Desktop(Model, IsCompiled);
    }

    /// <summary>What the device build costs, or null where it does not listen or there is nothing to listen to.</summary>
    internal BoardCost? Cost(short[]? samples)
    {
        return IsDevice && samples != null ? BoardCost.Of(Model, samples) : null;
    }
}
