// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Graph;

namespace TinyInterp.Compiler.Writing;

/// <summary>
/// Where tensors lie: lifetimes over the layers, one buffer for tensors that may share memory because a layer works in place, and each region
/// planned in several orders, of which the smallest wins.
/// </summary>
public sealed class StoragePlan
{
    private readonly int[] _counts = new int[StorageRegion.All.Count];

    /// <summary>Plans the memory of a graph's layers and writes each tensor's offset.</summary>
    public StoragePlan(ModelGraph graph, IReadOnlyList<LayerCode> layers)
    {
        Dictionary<GraphTensor, Buffer> buffers = Live(graph, layers);
        ShareInPlace(graph, layers, buffers);
        foreach (StorageRegion region in StorageRegion.All)
        {
            Buffer[] inRegion = buffers.Values.Distinct().Where(buffer => buffer.Region == region).ToArray();
            _counts[region.Index] = Place(inRegion);
        }

        foreach ((GraphTensor tensor, Buffer buffer) in buffers)
        {
            tensor.Offset = buffer.Offset;
        }

        foreach (GraphTensor tensor in graph.Tensors)
        {
            tensor.Offset = tensor.Storage.Offset;
        }
    }

    /// <summary>Elements of a region.</summary>
    public int Count(StorageRegion region)
    {
        return _counts[region.Index];
    }

    private static Dictionary<GraphTensor, Buffer> Live(ModelGraph graph, IReadOnlyList<LayerCode> layers)
    {
        Dictionary<GraphTensor, Buffer> buffers = new();
        foreach (GraphTensor input in graph.Inputs)
        {
            Touch(input, 0);
        }

        for (int k = 0; k < layers.Count; k++)
        {
            foreach (GraphTensor tensor in layers[k].Touched)
            {
                Touch(tensor, k + 1);
            }
        }

        foreach (GraphTensor output in graph.Outputs)
        {
            Touch(output, layers.Count + 1);
        }

        foreach (GraphTensor variable in graph.Tensors.Where(tensor => tensor.Tensor.IsVariable))
        {
            Touch(variable, 0);
            Touch(variable, layers.Count + 1);
        }

        return buffers;

        void Touch(GraphTensor tensor, int moment)
        {
            GraphTensor storage = tensor.Storage;
            StorageRegion? region = StorageRegion.Of(storage.Type);
            if (storage.IsConstant || region == null)
            {
                return;
            }

            if (!buffers.TryGetValue(storage, out Buffer? buffer))
            {
                buffers.Add(storage, buffer = new Buffer(region, storage.ElementCount, moment));
            }

            buffer.First = Math.Min(buffer.First, moment);
            buffer.Last = Math.Max(buffer.Last, moment);
        }
    }

    private static void ShareInPlace(ModelGraph graph, IReadOnlyList<LayerCode> layers, Dictionary<GraphTensor, Buffer> buffers)
    {
        for (int k = 0; k < layers.Count; k++)
        {
            GraphTensor? output = layers[k].Outputs.Count == 0 ? null : layers[k].Outputs[0].Storage;
            if (output == null || output.Tensor.IsVariable || !buffers.TryGetValue(output, out Buffer? to) || to.First != k + 1)
            {
                continue;
            }

            int moment = k + 1;
            Buffer? from = layers[k].InPlaceInputs.Select(input => input.Storage).Where(input => !input.Tensor.IsVariable && buffers.ContainsKey(input))
                .Select(input => buffers[input]).FirstOrDefault(buffer => buffer != to && buffer.Region == to.Region && buffer.Last == moment);
            if (from == null)
            {
                continue;
            }

            from.Count = Math.Max(from.Count, to.Count);
            from.Last = to.Last;
            foreach (GraphTensor tensor in buffers.Where(pair => pair.Value == to).Select(pair => pair.Key).ToArray())
            {
                buffers[tensor] = from;
            }
        }
    }

    private static int Place(Buffer[] buffers)
    {
        int best = int.MaxValue;
        int[] bestOffsets = [];
        foreach (Func<Buffer, long> order in new Func<Buffer, long>[]
        {
            buffer => -buffer.Count, buffer => buffer.First, buffer => -(long)buffer.Count * (buffer.Last - buffer.First + 1), buffer => -buffer.Last,
        })
        {
            Buffer[] ordered = buffers.OrderBy(order).ToArray();
            int[] offsets = new int[buffers.Length];
            int total = PlaceInOrder(ordered, buffers, offsets);
            if (total < best)
            {
                best = total;
                bestOffsets = offsets;
            }
        }

        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i].Offset = bestOffsets[i];
        }

        return best;
    }

    private static int PlaceInOrder(Buffer[] ordered, Buffer[] buffers, int[] offsets)
    {
        List<(Buffer Buffer, int Offset)> placed = new();
        int total = 0;
        foreach (Buffer buffer in ordered)
        {
            int at = 0;
            foreach ((Buffer other, int offset) in placed.Where(p => p.Buffer.First <= buffer.Last && buffer.First <= p.Buffer.Last).OrderBy(p => p.Offset))
            {
                if (offset - at >= buffer.Count)
                {
                    break;
                }

                at = Math.Max(at, offset + other.Count);
            }

            placed.Add((buffer, at));
            offsets[Array.IndexOf(buffers, buffer)] = at;
            total = Math.Max(total, at + buffer.Count);
        }

        return total;
    }

    private sealed class Buffer
    {
        internal Buffer(StorageRegion region, int count, int moment)
        {
            Region = region;
            Count = count;
            First = moment;
            Last = moment;
        }

        internal StorageRegion Region { get; }

        internal int Count { get; set; }

        internal int First { get; set; }

        internal int Last { get; set; }

        internal int Offset { get; set; }
    }
}
