// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TinyInterp.IlMeter;

/// <summary>
/// Rewrites device assemblies so that each basic block counts its runs. Counting blocks rather than instructions keeps the program quick:
/// what a block consists of is known beforehand, so executed instructions, cost and allocations are products made afterwards.
/// </summary>
public sealed class Instrumenter
{
    private readonly IlCosts _costs;
    private readonly List<BasicBlock> _blocks = new();

    /// <summary>An instrumenter with a table of costs.</summary>
    public Instrumenter(IlCosts costs)
    {
        _costs = costs;
    }

    /// <summary>Every block of every assembly so far; a block's index is the number it counts under.</summary>
    public IReadOnlyList<BasicBlock> Blocks => _blocks;

    /// <summary>Reads an assembly and returns it with counters.</summary>
    /// <param name="path">A device build; its mscorlib must lie where <paramref name="searchFolders"/> say.</param>
    /// <param name="searchFolders">Where referenced assemblies are.</param>
    public byte[] Instrument(string path, params string[] searchFolders)
    {
        using DefaultAssemblyResolver resolver = new();
        foreach (string folder in searchFolders)
        {
            resolver.AddSearchDirectory(folder);
        }

        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(
            path, new ReaderParameters { AssemblyResolver = resolver });
        ModuleDefinition module = assembly.MainModule;
        Counters counters = new(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods)
            {
                if (method.HasBody && method.Body.Instructions.Count != 0)
                {
                    Instrument(assembly.Name.Name, method, counters);
                }
            }
        }

        MemoryStream stream = new();
        assembly.Write(stream);
        return stream.ToArray();
    }

    private void Instrument(string assembly, MethodDefinition method, Counters counters)
    {
        MethodBody body = method.Body;
        List<Instruction> original = new(body.Instructions);
        HashSet<Instruction> leaders = FindLeaders(body);

        // Costs are those of the instructions as shipped, so they are taken before short forms are widened for the inserted code.
        Dictionary<Instruction, int> numbers = new();
        Instruction? leader = null;
        double units = 0;
        int[] classes = [];
        foreach (Instruction instruction in original)
        {
            if (leaders.Contains(instruction))
            {
                Close(leader, units, classes);
                leader = instruction;
                units = 0;
                classes = new int[Enum.GetValues<IlClass>().Length];
            }

            units += _costs.Of(instruction);
            classes[(int)IlClasses.Of(instruction.OpCode)]++;
        }

        Close(leader, units, classes);
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        foreach (Instruction instruction in original)
        {
            if (instruction.OpCode == OpCodes.Ret)
            {
                InsertBefore(body, il, instruction, counters.LeaveMethod(il));
            }

            if (numbers.TryGetValue(instruction, out int number))
            {
                InsertBefore(body, il, instruction, counters.CountBlock(il, number));
            }
        }

        foreach (Instruction instruction in original)
        {
            if (LeavesNewObject(instruction))
            {
                il.InsertAfter(instruction, counters.ShowObject(il));
                il.InsertAfter(instruction, il.Create(OpCodes.Dup));
            }
        }

        Instruction first = body.Instructions[0];
        il.InsertBefore(first, counters.EnterMethod(il));

        void Close(Instruction? at, double cost, int[] counts)
        {
            if (at != null)
            {
                numbers.Add(at, _blocks.Count);
                _blocks.Add(new BasicBlock(assembly, method.DeclaringType.FullName + "." + method.Name, cost, counts));
            }
        }
    }

    /// <summary>First instructions of blocks: the method's, branch targets, what follows a branch, and handlers.</summary>
    private static HashSet<Instruction> FindLeaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            if (instruction.Next != null
                && instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
        }

        return leaders;
    }

    /// <summary>Whether an instruction leaves an object on the stack that was not there before; what is thrown at once does not count.</summary>
    private static bool LeavesNewObject(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Newarr:
            case Code.Box:
                return true;
            case Code.Newobj:
                return !((MethodReference)instruction.Operand).DeclaringType.IsValueType && instruction.Next.OpCode != OpCodes.Throw;
            case Code.Call:
            case Code.Callvirt:
                MethodReference method = (MethodReference)instruction.Operand;
                return IlCosts.IsNative(method) && method.FullName is "System.Object System.Array::Clone()" or "System.Byte[] System.BitConverter::GetBytes(System.Single)";
            default:
                return false;
        }
    }

    /// <summary>Inserts code and leads everything that pointed at <paramref name="target"/> to it.</summary>
    private static void InsertBefore(MethodBody body, ILProcessor il, Instruction target, Instruction[] code)
    {
        foreach (Instruction instruction in code)
        {
            il.InsertBefore(target, instruction);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand == target)
            {
                instruction.Operand = code[0];
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                for (int i = 0; i < targets.Length; i++)
                {
                    targets[i] = targets[i] == target ? code[0] : targets[i];
                }
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = handler.TryStart == target ? code[0] : handler.TryStart;
            handler.TryEnd = handler.TryEnd == target ? code[0] : handler.TryEnd;
            handler.HandlerStart = handler.HandlerStart == target ? code[0] : handler.HandlerStart;
            handler.HandlerEnd = handler.HandlerEnd == target ? code[0] : handler.HandlerEnd;
        }
    }

    /// <summary>References to <see cref="BlockCounters"/> from one module, and the code that uses them.</summary>
    private sealed class Counters
    {
        private readonly FieldReference _counts;
        private readonly FieldReference _depth;
        private readonly MethodReference _enter;
        private readonly MethodReference _show;
        private readonly TypeReference _int64;

        internal Counters(ModuleDefinition module)
        {
            // Built by hand on the module's own corlib: importing would bring .NET's, whose types are not the stub's.
            AssemblyNameReference meter = new(typeof(BlockCounters).Assembly.GetName().Name, new Version(0, 0, 0, 0));
            module.AssemblyReferences.Add(meter);
            TypeReference counters = new(typeof(BlockCounters).Namespace, nameof(BlockCounters), module, meter);
            _int64 = module.TypeSystem.Int64;
            _counts = new FieldReference(nameof(BlockCounters.Counts), new ArrayType(_int64), counters);
            _depth = new FieldReference(nameof(BlockCounters.Depth), module.TypeSystem.Int32, counters);
            _enter = new MethodReference(nameof(BlockCounters.Enter), module.TypeSystem.Void, counters);
            TypeReference observer = new(typeof(AllocationObserver).Namespace, nameof(AllocationObserver), module, meter);
            _show = new MethodReference(nameof(AllocationObserver.Show), module.TypeSystem.Void, observer);
            _show.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));
        }

        /// <summary>Counts[number]++.</summary>
        internal Instruction[] CountBlock(ILProcessor il, int number)
        {
            return
            [
                il.Create(OpCodes.Ldsfld, _counts),
                il.Create(OpCodes.Ldc_I4, number),
                il.Create(OpCodes.Ldelema, _int64),
                il.Create(OpCodes.Dup),
                il.Create(OpCodes.Ldind_I8),
                il.Create(OpCodes.Ldc_I4_1),
                il.Create(OpCodes.Conv_I8),
                il.Create(OpCodes.Add),
                il.Create(OpCodes.Stind_I8),
            ];
        }

        internal Instruction EnterMethod(ILProcessor il)
        {
            return il.Create(OpCodes.Call, _enter);
        }

        /// <summary>Shows a copy of the reference on the stack to <see cref="AllocationObserver"/>.</summary>
        internal Instruction ShowObject(ILProcessor il)
        {
            return il.Create(OpCodes.Call, _show);
        }

        /// <summary>Depth--.</summary>
        internal Instruction[] LeaveMethod(ILProcessor il)
        {
            return
            [
                il.Create(OpCodes.Ldsfld, _depth),
                il.Create(OpCodes.Ldc_I4_1),
                il.Create(OpCodes.Sub),
                il.Create(OpCodes.Stsfld, _depth),
            ];
        }
    }
}
