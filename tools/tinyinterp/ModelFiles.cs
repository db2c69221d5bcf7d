// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tool.Inspect;

namespace TinyInterp.Tool;

/// <summary>Reads models that users name, with errors that name the file.</summary>
internal static class ModelFiles
{
    /// <summary>The bytes of a model that the verifier has passed.</summary>
    /// <exception cref="ToolException">The file cannot be read or is not a sound model.</exception>
    internal static byte[] Read(string path)
    {
        byte[] bytes = InputFiles.Read(path);
        Guarded(path, () => ModelVerifier.Verify(bytes));
        return bytes;
    }

    /// <summary>Everything that inspect reports about a model.</summary>
    /// <exception cref="ToolException">It is not a sound one.</exception>
    internal static ModelReport Report(string path, byte[] model, Board? board = null)
    {
        return Guarded(path, () => new ModelReport(path, model, board));
    }

    /// <summary>Says no to a model that cannot be run.</summary>
    /// <exception cref="ToolException">The first thing that is not supported.</exception>
    internal static void RequireRunnable(string path, byte[] model)
    {
        ModelDiagnosis diagnosis = Guarded(path, () => new ModelDiagnosis(ModelVerifier.Verify(model), new OpResolver().AddAll()));
        ModelException? error = diagnosis.Errors.FirstOrDefault();
        if (error != null)
        {
            throw Error(path, error);
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelException e)
        {
            throw Error(path, e);
        }
    }

    private static ToolException Error(string path, ModelException e)
    {
        return new ToolException(ExitCodes.Of(e.Code), path + ": " + e.Message);
    }
}
