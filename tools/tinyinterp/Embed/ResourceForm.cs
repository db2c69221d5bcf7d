// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Text;

namespace TinyInterp.Tool.Embed;

/// <summary>A model as a managed resource: it stays in flash until Load() copies it to the heap, chunk by chunk.</summary>
public static class ResourceForm
{
    /// <summary>The most bytes of a model: it is one array on the device's heap.</summary>
    public const int MaxModelBytes = 786_000;

    /// <summary>Bytes that are read at a time; each chunk is garbage once it is copied.</summary>
    internal const int ChunkBytes = 4_096;

    /// <summary>Name of the resource in its table.</summary>
    private const string Entry = "Model";

    /// <summary>The name of the .resx file without its ending.</summary>
    internal static string TableName(CodeNames names)
    {
        return names.Class + "Resources";
    }

    /// <summary>The class that loads the model.</summary>
    internal static string Code(byte[] bytes, string model, CodeNames names)
    {
        StringBuilder code = new StringBuilder();
        SourceForm.Head(
            code, model, names, bytes.Length, ModelChecksum.Of(bytes), "using System.Resources;\nusing nanoFramework.Runtime.Native;\n");
        string manager = names.Namespace + "." + TableName(names);
        code.Append("        // The project's RootNamespace, then the name of the .resx file, which lies in the project's folder.\n");
        code.Append("        ResourceManager manager = new ResourceManager(\"").Append(manager).Append("\", typeof(").Append(names.Class).Append(").Assembly);\n");
        code.Append("        ModelParts parts = new ModelParts(Length, Checksum);\n");
        code.Append("        for (int i = 0; i < Length; i += ").Append(ChunkBytes).Append(")\n        {\n");
        code.Append("            int count = Length - i < ").Append(ChunkBytes).Append(" ? Length - i : ").Append(ChunkBytes).Append(";\n");
        code.Append("            parts.Add((byte[])ResourceUtility.GetObject(manager, Resource.").Append(Entry).Append(", i, count));\n");
        code.Append("        }\n\n        return parts.ToModel();\n    }\n\n");
        code.Append("    private enum Resource : short\n    {\n        // The metadata processor derives the number from the entry's name.\n");
        code.Append("        ").Append(Entry).Append(" = ").Append(IdOf(Entry)).Append(",\n    }\n}\n");
        return code.ToString();
    }

    /// <summary>The table of resources, which names the file with the bytes.</summary>
    internal static string Table(string file)
    {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
            + "<root>\n"
            + Header("resmimetype", "text/microsoft-resx")
            + Header("version", "2.0")
            + Header("reader", "System.Resources.ResXResourceReader, System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")
            + Header("writer", "System.Resources.ResXResourceWriter, System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")
            + "  <assembly alias=\"System.Windows.Forms\" name=\"System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089\" />\n"
            + "  <data name=\"" + Entry + "\" type=\"System.Resources.ResXFileRef, System.Windows.Forms\">\n"
            + "    <value>" + file + ";System.Byte[], mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089</value>\n"
            + "  </data>\n"
            + "</root>\n";
    }

    /// <summary>
    /// The number that nanoFramework's metadata processor gives to a resource: two hashes of 32 bits, over the characters at even and at
    /// odd places, are joined and folded to 16 bits.
    /// </summary>
    public static short IdOf(string name)
    {
        unchecked
        {
            int even = 5381 * 65537;
            int odd = even;
            for (int i = 0; i < name.Length; i++)
            {
                if (i % 2 == 0)
                {
                    even = (33 * even) ^ name[i];
                }
                else
                {
                    odd = (33 * odd) ^ name[i];
                }
            }

            int hash = even + (odd * 1566083941);
            return (short)((hash >> 16) ^ hash);
        }
    }

    private static string Header(string name, string value)
    {
        return "  <resheader name=\"" + name + "\">\n    <value>" + value + "</value>\n  </resheader>\n";
    }
}
