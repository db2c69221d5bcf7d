// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Kernels;

/// <summary>Nodes that run as kernels: a description of them as static data, and copies in and out.</summary>
public sealed class KernelLayer : LayerCode
{
    private const int ChunkBytes = 8192;
    private const int ClassBytes = 6 * ChunkBytes;

    private readonly byte[] _description;

    /// <summary>A section of nodes.</summary>
    public KernelLayer(byte[] model, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphTensor> inputs, IReadOnlyList<GraphTensor> outputs, bool isWhole)
        : base(nodes[0])
    {
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        IsWhole = isWhole;
        _description = isWhole ? model : SectionModel.Cut(model, nodes, inputs, outputs);
        Calls = new KernelCalls(_description);
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Tensors that come from outside.</summary>
    public IReadOnlyList<GraphTensor> Inputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Outputs { get; }

    /// <summary>Whether the section is the whole model, with its inputs and outputs as they are.</summary>
    public bool IsWhole { get; }

    /// <summary>How the kernels are registered.</summary>
    public KernelCalls Calls { get; }

    /// <inheritdoc/>
    public override string Form => "kernels";

    /// <summary>Bytes of the description, constants included.</summary>
    public int DescriptionBytes => _description.Length;

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> Touched => IsWhole ? [] : Inputs.Concat(Outputs);

    /// <inheritdoc/>
    public override string Description => "Nodes " + string.Join(", ", Nodes.Select(node => node.Index + " " + node.Name)) + ": run as kernels.";

    /// <summary>The field with the section in the model's class.</summary>
    public string Field => "_kernels" + Node.Index;

    /// <summary>The expression that makes the section.</summary>
    public string Creation(ModelWriter writer)
    {
        return "new KernelSection(" + ClassName(writer, 0) + ".Load(), new OpResolver()" + string.Concat(Calls.Methods.Select(method => "." + method + "()")) + ")";
    }

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        int classes = (_description.Length + ClassBytes - 1) / ClassBytes;
        for (int c = 0; c < classes; c++)
        {
            int index = c;
            writer.AddData(ClassName(writer, c), code => WriteData(code, writer, index, classes));
        }

        List<string> calls = new();
        if (!IsWhole)
        {
            calls.AddRange(Inputs.Select((tensor, i) => Field + ".Set(" + i + ", " + writer.Region(tensor) + ", " + tensor.Offset + ");"));
        }

        calls.Add("if (!" + Field + ".Run())\n{\n    IsRunComplete = false;\n    return;\n}\n");
        if (!IsWhole)
        {
            calls.AddRange(Outputs.Select((tensor, i) => Field + ".Get(" + i + ", " + writer.Region(tensor) + ", " + tensor.Offset + ");"));
        }

        writer.AddCalls(this, IsWhole ? [] : Inputs.Concat(Outputs).Select(writer.Region).Distinct().ToArray(), calls);
    }

    private string ClassName(ModelWriter writer, int index)
    {
        return writer.ClassName + "Kernels" + Node.Index.ToString("00") + (index == 0 ? string.Empty : ((char)('A' + index)).ToString());
    }

    private void WriteData(CSharpWriter code, ModelWriter writer, int index, int classes)
    {
        code.Summary(index == 0 ? Description : "More of the same.");
        code.Open("public static class " + ClassName(writer, index));
        int start = index * ClassBytes;
        int end = System.Math.Min(_description.Length, start + ClassBytes);
        int chunks = (end - start + ChunkBytes - 1) / ChunkBytes;
        if (index == 0)
        {
            code.Summary("The description of the nodes and their constants.");
            code.Open("public static byte[] Load()");
            code.Line("ModelParts parts = new ModelParts(" + _description.Length + ", " + ModelChecksum.Of(_description) + "L);");
            for (int c = 0; c < classes; c++)
            {
                code.Line((c == 0 ? string.Empty : ClassName(writer, c) + ".") + "AddTo(parts);");
            }

            code.Line("return parts.ToModel();");
            code.Close();
            code.Line();
        }

        code.Summary("Appends what this class has of it.");
        code.Open("public static void AddTo(ModelParts parts)");
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            code.Line("parts.Add(Chunk" + chunk + "());");
        }

        code.Close();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int from = start + chunk * ChunkBytes;
            code.Line();
            code.Open("private static byte[] Chunk" + chunk + "()");
            code.Wrapped(
                "return new byte[] { ",
                _description.Skip(from).Take(System.Math.Min(ChunkBytes, end - from)).Select(value => value.ToString(CultureInfo.InvariantCulture) + ", "),
                "};");
            code.Close();
        }

        code.Close();
    }
}
