// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Text;

namespace TinyInterp.Tool.Embed;

/// <summary>A model as C#: static arrays, put together and checked by Load().</summary>
public static class SourceForm
{
    /// <summary>
    /// The most bytes of a model: a device holds 65,535 bytes of signatures and array data of one assembly, and fails without a word
    /// above. The margin is that of tools/device-build/DeviceInspector.cs.
    /// </summary>
    public const int MaxModelBytes = 59_000;

    /// <summary>Bytes of one array: small beside any heap, since it is garbage once it is copied.</summary>
    public const int PartBytes = 8_192;

    private const int BytesOfLine = 32;

    internal static string Write(byte[] bytes, string model, CodeNames names)
    {
        int parts = (bytes.Length + PartBytes - 1) / PartBytes;
        StringBuilder code = new StringBuilder(bytes.Length * 5);
        Head(code, model, names, bytes.Length, ModelChecksum.Of(bytes));
        code.Append("        return new ModelParts(Length, Checksum)");
        for (int part = 0; part < parts; part++)
        {
            code.Append("\n            .Add(Part").Append(part).Append("())");
        }

        code.Append("\n            .ToModel();\n    }\n");
        for (int part = 0; part < parts; part++)
        {
            code.Append("\n    private static byte[] Part").Append(part).Append("()\n    {\n        return new byte[]\n        {");
            int end = System.Math.Min(bytes.Length, (part + 1) * PartBytes);
            for (int i = part * PartBytes; i < end; i++)
            {
                code.Append((i % PartBytes) % BytesOfLine == 0 ? "\n            " : " ");
                code.Append(bytes[i].ToString(CultureInfo.InvariantCulture)).Append(',');
            }

            code.Append("\n        };\n    }\n");
        }

        return code.Append("}\n").ToString();
    }

    /// <summary>What both forms begin with, up to the first line of Load's body.</summary>
    internal static void Head(StringBuilder code, string model, CodeNames names, int length, long checksum, string imports = "")
    {
        code.Append("// Written by `tinyinterp embed` from ").Append(CodeNames.Shown(model)).Append("; do not edit, embed it again.\n\n");
        code.Append(imports).Append("using TinyInterp;\n\nnamespace ").Append(names.Namespace).Append(";\n\n");
        code.Append("/// <summary>The model ").Append(CodeNames.Shown(model)).Append(", carried in this assembly.</summary>\n");
        code.Append("public static class ").Append(names.Class).Append("\n{\n");
        code.Append("    /// <summary>Number of bytes.</summary>\n    public const int Length = ").Append(length).Append(";\n\n");
        code.Append("    /// <summary>ModelChecksum of the bytes.</summary>\n    public const long Checksum = ").Append(checksum).Append(";\n\n");
        code.Append("    /// <summary>The model's bytes, checked. They take as much of the heap; keep them as long as the interpreter.</summary>\n");
        code.Append("    /// <exception cref=\"ModelException\">ChecksumWrong: the bytes are not those that were embedded.</exception>\n");
        code.Append("    public static byte[] Load()\n    {\n");
    }
}
