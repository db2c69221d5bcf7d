// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using TinyInterp.Schema;
using TinyInterp.SchemaDump;

namespace TinyInterp.Tests.SchemaDump;

/// <summary>
/// A model in JSON whose fields, vectors, strings and unions are random: every field of every table by turns, every member of each union
/// one after the other. A seed gives the same model anywhere.
/// </summary>
internal sealed class RandomModel
{
    private const int Operators = 150;
    private const int GraphInputs = 3;

    private static readonly string[] _words = ["", "x", "conv/bias", "\"\\/\b\f\n\r\t", "Größe", "重み", "😀", new string('n', 300)];

    private readonly FbsSchema _schema;
    private readonly Random _random;
    private readonly Dictionary<string, int> _lastMembers = new Dictionary<string, int>();

    private RandomModel(FbsSchema schema, int seed)
    {
        _schema = schema;
        _random = new Random(seed);
        Json = Table(schema.Root);
    }

    /// <summary>"Table.field" of each field that got a value other than its default, "Union.Member" of each member.</summary>
    public HashSet<string> Used { get; } = new HashSet<string>();

    /// <summary>The model.</summary>
    public JsonObject Json { get; }

    /// <summary>A model that is well-formed and makes no sense: indices, sizes and numbers are anything.</summary>
    public static RandomModel Wild(FbsSchema schema, int seed)
    {
        return new RandomModel(schema, seed);
    }

    /// <summary>A wild model whose graph and tensors were then given values that fit each other.</summary>
    public static RandomModel Sound(FbsSchema schema, int seed)
    {
        RandomModel model = Wild(schema, seed);
        model.Repair();
        return model;
    }

    private JsonObject Table(FbsTable table)
    {
        JsonObject json = new JsonObject();
        foreach (FbsField field in table.Fields.Where(field => !field.IsDeprecated))
        {
            IReadOnlyList<string>? members = _schema.Union(field.Type);
            bool isList = table.Name is "Model" or "SubGraph" && field.IsVector;
            if (!isList && members == null && _random.Next(4) == 0)
            {
                continue;
            }

            if (members != null)
            {
                int member = _lastMembers.GetValueOrDefault(field.Type, members.Count) % (members.Count + 1);
                _lastMembers[field.Type] = member + 1;
                if (member < members.Count)
                {
                    json[field.Name + "_type"] = members[member];
                    json[field.Name] = Table(_schema.Table(members[member]));
                    Used.Add(field.Type + "." + members[member]);
                    Used.Add(table.Name + "." + field.Name);
                }

                continue;
            }

            json[field.Name] = field.IsVector
                ? new JsonArray(Enumerable.Range(0, Length(table, field)).Select(_ => Element(field)).ToArray())
                : Element(field);
            if (field.IsVector || _schema.Storage(field.Type) == null || !IsDefault(field, json[field.Name]!))
            {
                Used.Add(table.Name + "." + field.Name);
            }
        }

        return json;
    }

    private bool IsDefault(FbsField field, JsonNode value)
    {
        string storage = _schema.Storage(field.Type)!;
        object number = storage == "bool" ? value.GetValue<bool>() : value.AsValue().GetValue<object>();
        return FieldDump.Format(storage, number) == FieldDump.Format(storage, _schema.DefaultOf(field));
    }

    private int Length(FbsTable table, FbsField field)
    {
        return table.Name == "SubGraph" && field.Name == "operators" ? Operators
            : table.Name == "SubGraph" && field.Name == "tensors" ? GraphInputs + Operators + 5
            : table.Name == "Model" ? 1 + _random.Next(3)
            : _random.Next(5);
    }

    private JsonNode Element(FbsField field)
    {
        string? storage = _schema.Storage(field.Type);
        switch (storage)
        {
            case null:
                return field.Type == "string" ? JsonValue.Create(_words[_random.Next(_words.Length)]) : Table(_schema.Table(field.Type));
            case "bool":
                return JsonValue.Create(_random.Next(2) != 0);
            case "float":
                float value = BitConverter.Int32BitsToSingle((int)_random.NextInt64(int.MinValue, 1L + int.MaxValue));
                return JsonValue.Create(float.IsFinite(value) ? value : 0.1f);
            case "byte":
                return JsonValue.Create(Integer(sbyte.MinValue, sbyte.MaxValue));
            case "ubyte":
                return JsonValue.Create(Integer(0, byte.MaxValue));
            case "ushort":
                return JsonValue.Create(Integer(0, ushort.MaxValue));
            case "int":
                return JsonValue.Create(Integer(int.MinValue, int.MaxValue));
            case "uint":
                return JsonValue.Create(Integer(0, uint.MaxValue));
            case "long":
                return JsonValue.Create(Integer(long.MinValue, long.MaxValue));
            case "ulong":
                return JsonValue.Create(Integer(0, long.MaxValue));
            default:
                throw new InvalidOperationException("no random " + storage);
        }
    }

    /// <summary>Every third value is at one end of the type.</summary>
    private long Integer(long min, long max)
    {
        int end = _random.Next(6);
        return end == 0 ? min : end == 1 ? max : _random.NextInt64(min, max);
    }

    private void Repair()
    {
        Json["version"] = 3;
        JsonArray codes = Json["operator_codes"]!.AsArray();
        foreach (JsonNode code in codes.OfType<JsonNode>())
        {
            // What may call a subgraph would call one that does not exist; a custom operator does with the options of CALL_ONCE.
            int number;
            do
            {
                number = _random.Next(BuiltinOperators.Last + 1);
            }
            while ((BuiltinOperator)number is BuiltinOperator.If or BuiltinOperator.While or BuiltinOperator.CallOnce or BuiltinOperator.Custom);
            code["builtin_code"] = number;
            code["deprecated_builtin_code"] = Math.Min(number, 127);
            code["custom_code"] = "custom" + number;
        }

        JsonArray buffers = Json["buffers"]!.AsArray();
        foreach (JsonNode buffer in buffers.OfType<JsonNode>())
        {
            buffer.AsObject().Remove("offset");
            buffer.AsObject().Remove("size");
        }

        buffers[0]!.AsObject().Remove("data");
        foreach (JsonNode metadata in Json["metadata"]!.AsArray().OfType<JsonNode>())
        {
            metadata["buffer"] = _random.Next(buffers.Count);
        }

        JsonArray subgraphs = Json["subgraphs"]!.AsArray();
        foreach (JsonNode subgraph in subgraphs.OfType<JsonNode>())
        {
            Repair(subgraph, codes.Count);
        }

        foreach (JsonNode signature in Json["signature_defs"]!.AsArray().OfType<JsonNode>())
        {
            int index = _random.Next(subgraphs.Count);
            signature["subgraph_index"] = index;
            RepairMaps(signature["inputs"], subgraphs[index]!["inputs"]!.AsArray());
            RepairMaps(signature["outputs"], subgraphs[index]!["outputs"]!.AsArray());
        }
    }

    private void Repair(JsonNode subgraph, int codes)
    {
        foreach (JsonNode tensor in subgraph["tensors"]!.AsArray().OfType<JsonNode>())
        {
            tensor["type"] = _random.Next(TensorTypes.Last + 1);
            tensor["shape"] = Numbers(_random.Next(9), () => 1 + _random.Next(3));
            tensor["buffer"] = 0;
            tensor["is_variable"] = false;
            tensor.AsObject().Remove("sparsity");
            if (tensor["quantization"] is JsonNode quantization)
            {
                quantization["scale"] = Numbers(_random.Next(2), () => MathF.ScaleB(1f, _random.Next(-100, 100)));
                quantization["zero_point"] = Numbers(_random.Next(2), () => 0);
            }
        }

        subgraph["inputs"] = Numbers(GraphInputs, i => i);
        JsonArray operators = subgraph["operators"]!.AsArray();
        for (int n = 0; n < operators.Count; n++)
        {
            int written = GraphInputs + n;
            JsonNode node = operators[n]!;
            node["opcode_index"] = _random.Next(codes);
            node["inputs"] = Numbers(_random.Next(5), () => _random.Next(-1, written));
            node["outputs"] = Numbers(1, () => written);
            node["intermediates"] = Numbers(_random.Next(3), () => _random.Next(-1, written));
            node.AsObject().Remove("large_custom_options_offset");
        }

        subgraph["outputs"] = Numbers(_random.Next(1, 4), () => _random.Next(GraphInputs + operators.Count));
    }

    private void RepairMaps(JsonNode? maps, JsonArray ends)
    {
        foreach (JsonNode map in maps?.AsArray().OfType<JsonNode>() ?? [])
        {
            map["tensor_index"] = ends[_random.Next(ends.Count)]!.GetValue<int>();
        }
    }

    private static JsonArray Numbers<T>(int count, Func<T> next)
    {
        return Numbers(count, _ => next());
    }

    private static JsonArray Numbers<T>(int count, Func<int, T> next)
    {
        return new JsonArray(Enumerable.Range(0, count).Select(i => (JsonNode?)JsonValue.Create(next(i))).ToArray());
    }
}
