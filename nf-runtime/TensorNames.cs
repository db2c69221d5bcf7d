// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>Finds inputs and outputs by name, without creating strings for names in the model.</summary>
internal static class TensorNames
{
    /// <summary>Index of the tensor with this name in a signature of the subgraph, or -1. A null key means any signature.</summary>
    internal static int FindInSignatures(ModelView model, int subgraph, string key, string name, bool output)
    {
        FlatBufferReader reader = model.Reader;
        SignatureView signature = new SignatureView(reader);
        TensorMapView map = new TensorMapView(reader);
        for (int s = 0; s < model.SignatureCount; s++)
        {
            model.Signature(s, signature);
            if (signature.SubgraphIndex != subgraph || (key != null && !reader.StringEquals(signature.Key, key)))
            {
                continue;
            }

            int count = output ? signature.OutputCount : signature.InputCount;
            for (int i = 0; i < count; i++)
            {
                if (output)
                {
                    signature.Output(i, map);
                }
                else
                {
                    signature.Input(i, map);
                }

                if (reader.StringEquals(map.Name, name))
                {
                    return map.TensorIndex;
                }
            }
        }

        return -1;
    }

    /// <summary>Index of the subgraph's input or output tensor with this name, or -1.</summary>
    internal static int FindInGraph(ModelView model, int subgraph, string name, bool output)
    {
        SubgraphView view = new SubgraphView(model.Reader);
        TensorView tensor = new TensorView(model.Reader);
        model.Subgraph(subgraph, view);
        int count = output ? view.OutputCount : view.InputCount;
        for (int i = 0; i < count; i++)
        {
            int index = output ? view.Output(i) : view.Input(i);
            view.Tensor(index, tensor);
            if (model.Reader.StringEquals(tensor.Name, name))
            {
                return index;
            }
        }

        return -1;
    }
}
