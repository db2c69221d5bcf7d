// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Compiler;
using TinyInterp.Schema;
using TinyInterp.Tool.Embed;

namespace TinyInterp.Tool.Compile;

/// <summary>Compiles models for commands; errors name the file.</summary>
internal static class CompiledModels
{
    internal static CompiledSource Compile(string path, byte[] bytes, CodeNames names, int maxCodeBytes = int.MaxValue)
    {
        try
        {
            RequireNoPatches(path, ModelVerifier.Verify(bytes));
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

    /// <summary>The compiler cuts a model into sections of its main subgraph, but patches run in another one.</summary>
    private static void RequireNoPatches(string path, ModelView model)
    {
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        for (int i = 0; i < model.OperatorCodeCount; i++)
        {
            model.OperatorCode(i, code);
            if (code.BuiltinCode == BuiltinOperator.Custom && ErrorText.ReadString(model.Reader, code.CustomCode) == "TINYINTERP_PATCHES")
            {
                throw new ToolException(
                    ExitCodes.Unsupported, path + ": the model runs patch by patch, which cannot be compiled; compile the model that it was made from");
            }
        }
    }
}
