// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Compiler;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Compile;

/// <summary>Compiles models for commands; errors name the file.</summary>
internal static class CompiledModels
{
    internal static CompiledSource Compile(string path, byte[] bytes, CodeNames names, int maxCodeBytes = int.MaxValue)
    {
        try
        {
            return ModelCompiler.Compile(
                bytes, new CompileOptions(names.Namespace, names.Class, CodeNames.Shown(path)) { MaxCodeBytes = maxCodeBytes });
        }
        catch (ModelException e)
        {
            throw new ToolException(ExitCodes.Of(e.Code), path + ": " + e.Message);
        }
        catch (CompileException e)
        {
            throw new ToolException(ExitCodes.Unsupported, e.Message);
        }
    }

    /// <summary>A model compiled under the name of its file, for commands that only run it.</summary>
    internal static CompiledSource Compile(string path, byte[] bytes)
    {
        return Compile(path, bytes, CodeNames.For(path, null, null, string.Empty));
    }
}
