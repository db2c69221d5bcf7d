// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace TinyInterp.Boards;

/// <summary>
/// Golden cases embedded in an app. Each call creates its bytes from the assembly's static data, so that only the case at hand takes
/// heap.
/// </summary>
public interface ISelfTestData
{
    /// <summary>Number of cases.</summary>
    int Count { get; }

    /// <summary>Name of a case.</summary>
    string Name(int index);

    /// <summary>Where the case's kernels are.</summary>
    KernelFamilies Kernels(int index);

    /// <summary>Bytes of free heap that the case takes while it runs, its resolver included, by the estimate of tools/selftest-data.</summary>
    int HeapBytes(int index);

    /// <summary>The case's model.</summary>
    byte[] Model(int index);

    /// <summary>The bytes of all inputs, one after the other.</summary>
    byte[] Inputs(int index);

    /// <summary>The expected bytes of all outputs, one after the other.</summary>
    byte[] Outputs(int index);
}
