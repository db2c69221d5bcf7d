// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace TinyInterp.IlMeter;

/// <summary>Adds up the objects that can be reached from some, each once, over several calls.</summary>
public sealed class HeapWalk
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, HeapItem> _items = new(StringComparer.Ordinal);

    /// <summary>What was counted so far, by type, the largest first.</summary>
    public IReadOnlyList<HeapItem> Items => _items.Values.OrderByDescending(item => item.Bytes).ToArray();

    /// <summary>Every object that was counted so far.</summary>
    public IReadOnlySet<object> Seen => _seen;

    /// <summary>Counts what can be reached from <paramref name="root"/> and was not counted before.</summary>
    /// <param name="root">An object, or null.</param>
    /// <param name="isOutside">Objects that end the walk and are not counted.</param>
    /// <returns>Bytes on the device.</returns>
    public int Add(object? root, Func<object, bool>? isOutside = null)
    {
        int bytes = 0;
        Stack<object> open = new();
        Push(root);
        while (open.TryPop(out object? value))
        {
            int size = DeviceSizes.Of(value);
            bytes += size;
            string name = value.GetType().Name;
            _items.TryGetValue(name, out HeapItem? item);
            _items[name] = new HeapItem(name, (item?.Count ?? 0) + 1, (item?.Bytes ?? 0) + size);
            switch (value)
            {
                case string:
                    break;
                case Delegate function:
                    Push(function.Target);
                    break;
                case IList list:
                    if (value.GetType().GetElementType() is not { IsValueType: true })
                    {
                        foreach (object? element in list)
                        {
                            Push(element);
                        }
                    }

                    break;
                default:
                    foreach (FieldInfo field in DeviceSizes.FieldsOf(value.GetType()))
                    {
                        if (!field.FieldType.IsValueType)
                        {
                            Push(field.GetValue(value));
                        }
                    }

                    break;
            }
        }

        return bytes;

        void Push(object? value)
        {
            if (value != null && !(isOutside?.Invoke(value) ?? false) && _seen.Add(value))
            {
                open.Push(value);
            }
        }
    }
}
