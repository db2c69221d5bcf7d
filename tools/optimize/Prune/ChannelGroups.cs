// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Writer;

namespace TinyInterp.Optimize.Prune;

/// <summary>
/// Places on the last axis of every computed tensor, joined into groups that can only be removed together: channel 3 of a convolution,
/// of the activation behind it and of the depthwise convolution behind that are one group. A group may be pinned: it has to stay.
/// </summary>
internal sealed class ChannelGroups
{
    private readonly int[] _first;
    private readonly int[] _sizes;
    private readonly int[] _parent;
    private readonly string[] _pins;

    internal ChannelGroups(SubgraphDef graph)
    {
        _sizes = graph.Tensors.Select(tensor => tensor.Shape is { Length: > 0 } shape ? shape[^1] : 0).ToArray();
        _first = new int[_sizes.Length + 1];
        for (int t = 0; t < _sizes.Length; t++)
        {
            _first[t + 1] = _first[t] + _sizes[t];
        }

        _parent = Enumerable.Range(0, _first[^1]).ToArray();
        _pins = new string[_parent.Length];
    }

    /// <summary>Number of places.</summary>
    internal int Count => _parent.Length;

    /// <summary>Size of a tensor's last axis; 0 for a scalar.</summary>
    internal int Size(int tensor)
    {
        return _sizes[tensor];
    }

    /// <summary>The place of an index on a tensor's last axis.</summary>
    internal int Place(int tensor, int index)
    {
        return _first[tensor] + index;
    }

    /// <summary>The group of a place, as the number of one of its places.</summary>
    internal int Group(int place)
    {
        while (_parent[place] != place)
        {
            _parent[place] = _parent[_parent[place]];
            place = _parent[place];
        }

        return place;
    }

    /// <summary>The group of an index on a tensor's last axis.</summary>
    internal int Group(int tensor, int index)
    {
        return Group(Place(tensor, index));
    }

    /// <summary>Makes two places stay or go together.</summary>
    internal void Join(int a, int b)
    {
        int groupA = Group(a);
        int groupB = Group(b);
        if (groupA != groupB)
        {
            _parent[groupB] = groupA;
            _pins[groupA] ??= _pins[groupB];
        }
    }

    /// <summary>Keeps all of a tensor, for a reason.</summary>
    internal void PinTensor(int tensor, string reason)
    {
        for (int i = 0; tensor >= 0 && i < _sizes[tensor]; i++)
        {
            Pin(Place(tensor, i), reason);
        }
    }

    /// <summary>Keeps a place and its group, for a reason.</summary>
    internal void Pin(int place, string reason)
    {
        _pins[Group(place)] ??= reason;
    }

    /// <summary>Why a group has to stay; null where it may go.</summary>
    internal string PinOf(int group)
    {
        return _pins[Group(group)];
    }

    /// <summary>The tensors and indices of each group.</summary>
    internal Dictionary<int, List<(int Tensor, int Index)>> Members()
    {
        Dictionary<int, List<(int, int)>> members = new Dictionary<int, List<(int, int)>>();
        for (int t = 0; t < _sizes.Length; t++)
        {
            for (int i = 0; i < _sizes[t]; i++)
            {
                int group = Group(t, i);
                if (!members.TryGetValue(group, out List<(int, int)>? list))
                {
                    members.Add(group, list = new List<(int, int)>());
                }

                list.Add((t, i));
            }
        }

        return members;
    }
}
