// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyInterp.IlMeter;

/// <summary>
/// What each IL instruction costs on nanoCLR, in units of one ldloc.0. The figures are data (il-costs.json), measured on the VM's Linux
/// build; everything the meter says of time rests on them.
/// </summary>
public sealed class IlCosts
{
    private readonly Dictionary<string, double> _opcodes;
    private readonly double _default;
    private readonly double _nativeCall;

    private IlCosts(double defaultCost, double nativeCall, Dictionary<string, double> opcodes)
    {
        _default = defaultCost;
        _nativeCall = nativeCall;
        _opcodes = opcodes;
    }

    /// <summary>The costs that come with the meter.</summary>
    public static IlCosts Load()
    {
        using Stream stream = typeof(IlCosts).Assembly.GetManifestResourceStream("il-costs.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        Dictionary<string, double> opcodes = new();
        foreach (JsonProperty opcode in document.RootElement.GetProperty("opcodes").EnumerateObject())
        {
            opcodes.Add(opcode.Name, opcode.Value.GetDouble());
        }

        return new IlCosts(
            document.RootElement.GetProperty("default").GetDouble(),
            document.RootElement.GetProperty("nativeCall").GetDouble(),
            opcodes);
    }

    /// <summary>The cost of one instruction. Calls into the class library run native code, which costs more to enter than a frame.</summary>
    public double Of(Instruction instruction)
    {
        if (instruction.Operand is MethodReference method
            && (instruction.OpCode.Code == Code.Call || instruction.OpCode.Code == Code.Callvirt)
            && IsNative(method))
        {
            return _nativeCall;
        }

        return _opcodes.TryGetValue(instruction.OpCode.Name, out double cost) ? cost : _default;
    }

    /// <summary>Whether a method belongs to the device's class library.</summary>
    internal static bool IsNative(MethodReference method)
    {
        return method.DeclaringType.GetElementType().Scope?.Name is "mscorlib" or "System.Math";
    }
}
