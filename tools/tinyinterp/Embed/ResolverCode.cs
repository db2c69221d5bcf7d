// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Linq;
using System.Text;

namespace TinyInterp.Tool.Embed;

/// <summary>C# that registers exactly what a model needs.</summary>
internal static class ResolverCode
{
    internal static string Write(ModelNeeds needs, string model, CodeNames names)
    {
        StringBuilder code = new StringBuilder();
        code.Append("// Written by `tinyinterp` for ").Append(CodeNames.Shown(model)).Append("; generate it again when the model changes.\n");
        code.Append("// Packages: ").Append(string.Join(", ", needs.Assemblies)).Append(".\n\n");
        foreach (string import in needs.Calls.Select(call => call.Namespace).Append("TinyInterp").Distinct().Order(StringComparer.Ordinal))
        {
            code.Append("using ").Append(import).Append(";\n");
        }

        code.Append("\nnamespace ").Append(names.Namespace).Append(";\n\n");
        code.Append("/// <summary>The kernels and the arena of ").Append(CodeNames.Shown(model)).Append(".</summary>\n");
        code.Append("public static class ").Append(names.Class).Append("\n{\n");
        code.Append("    /// <summary>").Append(ArenaSentence(needs)).Append("</summary>\n");
        code.Append("    public const int ArenaBytes = ").Append(needs.ArenaBytes).Append(";\n\n");
        code.Append("    /// <summary>Registers these kernels and no others.</summary>\n");
        code.Append("    public static OpResolver NewResolver()\n    {\n        return new OpResolver()");
        for (int i = 0; i < needs.Calls.Count; i++)
        {
            KernelCall call = needs.Calls[i];
            code.Append("\n            .").Append(call.Call).Append("()").Append(i == needs.Calls.Count - 1 ? ";" : string.Empty);
            code.Append(" // ").Append(string.Join(", ", call.Operators)).Append(", ").Append(call.Assembly);
        }

        code.Append(needs.Calls.Count == 0 ? ";\n" : "\n").Append("    }\n\n");
        code.Append("    /// <summary>An interpreter, ready for Invoke.</summary>\n");
        code.Append("    public static MicroInterpreter NewInterpreter(byte[] model)\n    {\n");
        code.Append("        MicroInterpreter interpreter = new MicroInterpreter(model, NewResolver(), new TensorArena(ArenaBytes));\n");
        code.Append("        interpreter.AllocateTensors();\n        return interpreter;\n    }\n}\n");
        return code.ToString();
    }

    private static string ArenaSentence(ModelNeeds needs)
    {
        return needs.FastBytes == needs.LeanBytes ? "Size of the arena in bytes. The model runs with no less and is not faster with more."
            : needs.ArenaBytes == needs.FastBytes
                ? "Size of the arena in bytes, for full speed. The smallest with which the model runs is " + needs.LeanBytes + "."
                : "Size of the arena in bytes, the smallest with which the model runs. Full speed needs " + needs.FastBytes + ".";
    }
}
