// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Output;

/// <summary>Writes the class that an app uses: arrays, inputs and outputs, and Invoke as a list of calls.</summary>
internal static class ModelClass
{
    internal static string Write(ModelGraph graph, ModelWriter writer, string modelName)
    {
        CSharpWriter code = new CSharpWriter();
        IReadOnlyList<ArrayField> arrays = writer.Arrays;
        int bytes = arrays.Sum(array => array.Count() * array.ElementBytes);
        code.Summary(modelName + ", compiled: " + bytes + " bytes of arrays, made once.");
        code.Open("public sealed class " + writer.ClassName + " : CompiledModel");
        foreach (ArrayField array in arrays)
        {
            code.Line("private readonly " + array.Type + "[] _" + array.Name + ";");
        }

        IReadOnlyList<KernelLayer> sections = writer.Parts.Select(part => part.Layer).OfType<KernelLayer>().Distinct().ToArray();
        foreach (KernelLayer section in sections)
        {
            code.Line("private readonly KernelSection " + section.Field + ";");
        }

        code.Line();
        code.Summary("Makes the arrays" + (sections.Count == 0 ? "." : " and prepares the kernels."));
        code.Open("public " + writer.ClassName + "()", ": base(" + Names(graph.Inputs) + ", " + Names(graph.Outputs) + ")");
        foreach (ArrayField array in arrays)
        {
            string text = array.Initializer();
            if (text.Length < 120)
            {
                code.Line("_" + array.Name + " = " + text + ";");
            }
            else
            {
                code.Wrapped("_" + array.Name + " = ", text.Split(' ').Select((word, i) => (i == 0 ? string.Empty : " ") + word), ";");
            }
        }

        foreach (KernelLayer section in sections)
        {
            code.Wrapped(section.Field + " = ", section.Creation(writer).Split(").").Select((piece, i) => i == 0 ? piece : ")." + piece), ";");
        }

        KernelLayer? whole = sections.FirstOrDefault(section => section.IsWhole);
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            code.Line("SetInput(" + i + ", " + (whole == null ? TensorOf(graph.Inputs[i]) : whole.Field + ".Input(" + i + ")") + ");");
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            code.Line("SetOutput(" + i + ", " + (whole == null ? TensorOf(graph.Outputs[i]) : whole.Field + ".Output(" + i + ")") + ");");
        }

        code.Close();
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Line("public override int ArenaUsedBytes => " + bytes + string.Concat(sections.Select(section => " + " + section.Field + ".ByteCount")) + ";");
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Open("public override void Invoke()");
        foreach (ArrayField array in arrays.Where(array => writer.Parts.Any(part => part.Arrays.Contains(array.Name))))
        {
            code.Line(array.Type + "[] " + array.Name + " = _" + array.Name + ";");
        }

        if (sections.Count != 0)
        {
            code.Line("IsRunComplete = true;");
        }

        foreach (string call in writer.Parts.SelectMany(part => part.Calls).SelectMany(call => call.Split('\n')))
        {
            code.Line(call);
        }

        code.Close();
        if (sections.Count != 0)
        {
            code.Line();
            code.Line("/// <inheritdoc/>");
            code.Open("public override void Reset()");
            foreach (KernelLayer section in sections)
            {
                code.Line(section.Field + ".Reset();");
            }

            code.Close();
        }

        code.Close();
        return code.ToString();
    }

    private static string Names(IReadOnlyList<GraphTensor> tensors)
    {
        return "new string[] { " + string.Join(", ", tensors.Select(tensor => Quoted(tensor.Name))) + " }";
    }

    /// <summary>The constructor call that describes a tensor.</summary>
    internal static string TensorOf(GraphTensor tensor)
    {
        StorageRegion region = StorageRegion.Of(tensor.Type)!;
        Tensor t = tensor.Tensor;
        string scales = t.ChannelCount == 0 ? "new float[0]"
            : "new float[] { " + string.Join(", ", Enumerable.Range(0, t.ChannelCount).Select(c => CSharpWriter.Single(t.ChannelScale(c)))) + " }";
        string zeroPoints = t.ChannelCount == 0 ? "new int[0]" : "new int[] { "
            + string.Join(", ", Enumerable.Range(0, t.ChannelCount).Select(t.ChannelZeroPoint).Distinct().Count() == 1
                ? [t.ZeroPoint] : Enumerable.Range(0, t.ChannelCount).Select(t.ChannelZeroPoint)) + " }";
        string shape = t.Rank == 0 ? "new int[0]" : "new int[] { " + string.Join(", ", t.Shape) + " }";
        return "new Tensor(TensorType." + t.Type + ", " + shape + ", " + scales + ", " + zeroPoints + ", " + t.QuantizedDimension
            + ", _" + region.Name + ", " + tensor.Offset + ")";
    }

    private static string Quoted(string text)
    {
        return "\"" + string.Concat(text.Select(c => c is '"' or '\\' ? "\\" + c : c < ' ' || c > '~' ? "\\u" + ((int)c).ToString("X4") : c.ToString())) + "\"";
    }
}
