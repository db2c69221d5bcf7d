// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Quantize;

/// <summary>Leaves out tensors, buffers and operator codes that nothing refers to any more, and stores equal buffers once.</summary>
internal static class Compaction
{
    internal static void Run(ModelDocument model)
    {
        DropTensors(model);
        DropBuffers(model);
        DropOperatorCodes(model);
    }

    private static void DropTensors(ModelDocument model)
    {
        SubgraphDef main = model.Subgraphs[0];
        HashSet<int> used = new HashSet<int>(main.Inputs.Concat(main.Outputs));
        foreach (OperatorDef node in main.Operators)
        {
            used.UnionWith(node.Inputs);
            used.UnionWith(node.Outputs);
            used.UnionWith(node.Intermediates ?? []);
        }

        int[] places = new int[main.Tensors.Count];
        List<TensorDef> kept = new List<TensorDef>();
        for (int t = 0; t < places.Length; t++)
        {
            places[t] = -1;
            if (used.Contains(t))
            {
                places[t] = kept.Count;
                kept.Add(main.Tensors[t]);
            }
        }

        main.Tensors = kept;
        main.Inputs = main.Inputs.Select(t => places[t]).ToList();
        main.Outputs = main.Outputs.Select(t => places[t]).ToList();
        foreach (OperatorDef node in main.Operators)
        {
            node.Inputs = Moved(node.Inputs, places);
            node.Outputs = Moved(node.Outputs, places);
            node.Intermediates = node.Intermediates == null ? null : Moved(node.Intermediates, places);
        }

        foreach (SignatureDef signature in (model.Signatures ?? []).Where(signature => signature.SubgraphIndex == 0))
        {
            foreach (TensorMapDef map in (signature.Inputs ?? []).Concat(signature.Outputs ?? []))
            {
                map.TensorIndex = places[map.TensorIndex];
            }
        }
    }

    private static int[] Moved(int[] tensors, int[] places)
    {
        return tensors.Select(t => t < 0 ? t : places[t]).ToArray();
    }

    private static void DropBuffers(ModelDocument model)
    {
        List<BufferDef> kept = new List<BufferDef> { model.Buffers[0] };
        Dictionary<string, int> places = new Dictionary<string, int>();
        int Place(int buffer, bool mayShare)
        {
            byte[]? data = buffer <= 0 ? null : model.Buffers[buffer].Data;
            if (buffer <= 0)
            {
                return 0;
            }

            string key = mayShare && data is { Length: > 0 } ? Convert.ToHexString(data) : "buffer " + buffer;
            if (!places.TryGetValue(key, out int place))
            {
                place = kept.Count;
                kept.Add(model.Buffers[buffer]);
                places.Add(key, place);
            }

            return place;
        }

        foreach (TensorDef tensor in model.Subgraphs.SelectMany(subgraph => subgraph.Tensors))
        {
            tensor.BufferIndex = Place(tensor.BufferIndex, true);
        }

        foreach (MetadataDef metadata in model.Metadata ?? [])
        {
            metadata.BufferIndex = Place(metadata.BufferIndex, false);
        }

        model.MetadataBuffers = model.MetadataBuffers?.Select(buffer => Place(buffer, false)).ToArray();
        model.Buffers = kept;
    }

    private static void DropOperatorCodes(ModelDocument model)
    {
        List<OperatorCodeDef> kept = new List<OperatorCodeDef>();
        Dictionary<int, int> places = new Dictionary<int, int>();
        foreach (OperatorDef node in model.Subgraphs.SelectMany(subgraph => subgraph.Operators))
        {
            if (!places.TryGetValue(node.OpcodeIndex, out int place))
            {
                place = kept.Count;
                kept.Add(model.OperatorCodes[node.OpcodeIndex]);
                places.Add(node.OpcodeIndex, place);
            }

            node.OpcodeIndex = place;
        }

        model.OperatorCodes = kept;
    }
}
