// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// Reads a built assembly for what compiles but does not work on nanoCLR 1.x: shapes the runtime lacks and tables that overflow.
/// Every finding is one line, <c>rule: where: what</c>; a new rule is one more method that calls <see cref="Report"/>.
/// </summary>
public sealed class DeviceInspector
{
    // The tables hold 65,535 bytes; the rest is a margin for what the metadata processor adds.
    private const int MaxBytecode = 60_000;
    private const int MaxStaticData = 60_000;
    private const int MaxStringTable = 60_000;

    // Branch offsets are signed 16 bit and wrap without a word.
    private const int MaxMethodBytecode = short.MaxValue;
    private const int MaxLocals = 254;
    private const int MaxSwitchCases = 255;
    private const int MaxMethodsOfOneKind = 255;

    private static readonly HashSet<Code> _missingOpcodes = new HashSet<Code>
    {
        Code.Arglist, Code.Calli, Code.Constrained, Code.Cpblk, Code.Cpobj, Code.Initblk, Code.Initobj, Code.Jmp, Code.Ldobj,
        Code.Localloc, Code.Mkrefany, Code.Readonly, Code.Refanytype, Code.Refanyval, Code.Sizeof, Code.Stobj, Code.Tail,
    };

    private readonly List<string> _findings = new List<string>();

    private DeviceInspector()
    {
    }

    /// <summary>All findings on an assembly; none means that a board can take it.</summary>
    public static IReadOnlyList<string> Inspect(AssemblyDefinition assembly)
    {
        DeviceInspector inspector = new DeviceInspector();
        inspector.CheckTables(assembly.MainModule);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            inspector.CheckType(type);
        }

        return inspector._findings;
    }

    /// <summary>The bytes of IL in an assembly: what counts against the 64 KB of one assembly.</summary>
    public static int BytecodeSize(AssemblyDefinition assembly)
    {
        return assembly.MainModule.GetTypes()
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody)
            .Sum(method => method.Body.CodeSize);
    }

    /// <summary>The bytes of array initialisers in an assembly.</summary>
    public static int StaticDataSize(AssemblyDefinition assembly)
    {
        return assembly.MainModule.GetTypes().SelectMany(type => type.Fields).Sum(field => field.InitialValue?.Length ?? 0);
    }

    /// <summary>The bytes of all distinct names and literals, each with its terminator: an upper bound of the string table.</summary>
    public static int StringTableSize(AssemblyDefinition assembly)
    {
        HashSet<string> strings = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            strings.Add(type.Name);
            strings.Add(type.Namespace);
            strings.UnionWith(type.Fields.Select(field => field.Name));
            foreach (MethodDefinition method in type.Methods)
            {
                strings.Add(method.Name);
                if (method.HasBody)
                {
                    strings.UnionWith(method.Body.Instructions.Select(instruction => instruction.Operand).OfType<string>());
                }
            }
        }

        strings.UnionWith(assembly.MainModule.GetMemberReferences().Select(member => member.Name));
        foreach (TypeReference type in assembly.MainModule.GetTypeReferences())
        {
            strings.Add(type.Name);
            strings.Add(type.Namespace);
        }

        return strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
    }

    private void Report(string rule, string where, string what)
    {
        _findings.Add(rule + ": " + where + ": " + what);
    }

    private void CheckTables(ModuleDefinition module)
    {
        CheckTable(module, "bytecode", BytecodeSize(module.Assembly), MaxBytecode);
        CheckTable(module, "static data", StaticDataSize(module.Assembly), MaxStaticData);
        CheckTable(module, "string table", StringTableSize(module.Assembly), MaxStringTable);
    }

    private void CheckTable(ModuleDefinition module, string rule, int size, int limit)
    {
        if (size >= limit)
        {
            Report(rule, module.Assembly.Name.Name, size + " bytes, must stay below " + limit);
        }
    }

    private void CheckType(TypeDefinition type)
    {
        string where = type.FullName;
        if (type.HasGenericParameters)
        {
            Report("generic", where, "generic type");
        }

        CheckUse(where, type.BaseType);
        foreach (InterfaceImplementation implementation in type.Interfaces)
        {
            CheckUse(where, implementation.InterfaceType);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            CheckUse(where + "." + field.Name, field.FieldType);
        }

        foreach (IGrouping<string, MethodDefinition> kind in type.Methods.GroupBy(
            method => method.IsStatic ? "static" : method.IsVirtual ? "virtual" : "instance"))
        {
            if (kind.Count() > MaxMethodsOfOneKind)
            {
                Report("methods", where, kind.Count() + " " + kind.Key + " methods, at most " + MaxMethodsOfOneKind);
            }
        }

        foreach (MethodDefinition method in type.Methods)
        {
            CheckMethod(method);
        }
    }

    private void CheckMethod(MethodDefinition method)
    {
        string where = method.DeclaringType.FullName + "." + method.Name;
        if (method.HasGenericParameters)
        {
            Report("generic", where, "generic method");
        }

        CheckSignature(where, method);
        if (!method.HasBody)
        {
            return;
        }

        if (method.Body.CodeSize > MaxMethodBytecode)
        {
            Report("method size", where, method.Body.CodeSize + " bytes, at most " + MaxMethodBytecode);
        }

        if (method.Body.Variables.Count > MaxLocals)
        {
            Report("locals", where, method.Body.Variables.Count + " locals, at most " + MaxLocals);
        }

        foreach (VariableDefinition local in method.Body.Variables)
        {
            CheckUse(where, local.VariableType);
            CheckLocal(where, local);
        }

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            CheckUse(where, handler.CatchType);
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            CheckInstruction(where, instruction);
        }
    }

    private void CheckLocal(string where, VariableDefinition local)
    {
        TypeReference type = local.VariableType;
        if (!type.IsValueType || type.IsPrimitive)
        {
            return;
        }

        TypeDefinition definition = type.Resolve();
        if (definition == null)
        {
            Report("unresolved", where, type.FullName);
        }
        else if (!definition.IsEnum)
        {
            // Every load of one clones it on the heap.
            Report("struct local", where, type.FullName + " in local " + local.Index);
        }
    }

    private void CheckInstruction(string where, Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        if (_missingOpcodes.Contains(code))
        {
            Report("opcode", where, instruction.OpCode.Name);
        }
        else if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
        {
            // nanoCLR runs it as the plain instruction: the program would differ from the desktop's without a word.
            Report("overflow check", where, instruction.OpCode.Name);
        }

        switch (instruction.Operand)
        {
            case Instruction[] targets when targets.Length > MaxSwitchCases:
                Report("switch", where, targets.Length + " cases, at most " + MaxSwitchCases);
                break;
            case TypeReference type:
                CheckUse(where, type);
                break;
            case FieldReference field:
                CheckUse(where, field.DeclaringType);
                CheckUse(where, field.FieldType);
                break;
            case MethodReference method:
                CheckUse(where, method.DeclaringType);
                CheckSignature(where, method);
                if (method is GenericInstanceMethod)
                {
                    Report("generic", where, method.FullName);
                }

                break;
        }
    }

    private void CheckSignature(string where, MethodReference method)
    {
        CheckUse(where, method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            CheckUse(where, parameter.ParameterType);
        }
    }

    private void CheckUse(string where, TypeReference type)
    {
        switch (type)
        {
            case null:
                return;
            case GenericInstanceType:
            case GenericParameter:
                Report("generic", where, type.FullName);
                return;
            case PointerType:
            case FunctionPointerType:
            case PinnedType:
                Report("pointer", where, type.FullName);
                return;
            case ArrayType array when !array.IsVector:
                Report("multi-dimensional array", where, type.FullName);
                return;
            case TypeSpecification specification:
                CheckUse(where, specification.ElementType);
                return;
        }
    }
}
