// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Schema;

/// <summary>Shows that something fails with exactly one code, at exactly one place.</summary>
internal static class Failing
{
    public static ModelException With(ErrorCode code, Action action, int subgraph = -1, int node = -1, int tensor = -1)
    {
        ModelException error = Assert.Throws<ModelException>(action);
        Assert.True(code == error.Code, "expected " + code + ", got: " + error.Message);
        Assert.Equal((subgraph, node, tensor), (error.Subgraph, error.Node, error.Tensor));
        return error;
    }

    public static ModelException WithNumbers(
        ErrorCode code, Action action, long expected, long found, int subgraph = -1, int node = -1, int tensor = -1)
    {
        ModelException error = With(code, action, subgraph, node, tensor);
        Assert.Equal((expected, found), (error.Expected, error.Found));
        return error;
    }

    /// <summary>The verifier refuses the model.</summary>
    public static ModelException Verify(ErrorCode code, byte[] model, int subgraph = -1, int node = -1, int tensor = -1)
    {
        return With(code, () => ModelVerifier.Verify(model), subgraph, node, tensor);
    }

    /// <summary>The verifier refuses the model, with these numbers.</summary>
    public static ModelException Verify(
        ErrorCode code, ModelBuilder model, long expected, long found, int subgraph = -1, int node = -1, int tensor = -1)
    {
        byte[] bytes = model.Build();
        return WithNumbers(code, () => ModelVerifier.Verify(bytes), expected, found, subgraph, node, tensor);
    }
}
