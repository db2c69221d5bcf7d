// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Globalization;
using System.Linq;
using TinyInterp.Compiler.Graph;

namespace TinyInterp.Compiler.Writing;

/// <summary>The comment above a layer's class.</summary>
internal static class LayerDescription
{
    internal static void Write(CSharpWriter code, LayerCode layer, string suffix)
    {
        if (layer.Description != null)
        {
            code.Summary(layer.Description);
            return;
        }

        GraphNode node = layer.Node;
        string macs = node.Macs == 0 ? string.Empty : ", " + node.Macs.ToString("#,0", CultureInfo.InvariantCulture) + " MACs";
        code.Summary("Node " + node.Index + ", " + node.Name + (suffix.Length == 0 ? string.Empty : " (part " + suffix + ")") + ": "
            + string.Join(" ", node.Inputs.OfType<GraphTensor>().Select(Shape)) + " -> " + string.Join(" ", node.Outputs.Select(Shape))
            + macs + "; " + layer.Form + ".");
    }

    private static string Shape(GraphTensor tensor)
    {
        return tensor.Type.ToString().ToLowerInvariant() + " [" + string.Join(",", tensor.Shape) + "]";
    }
}
