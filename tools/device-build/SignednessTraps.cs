// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// Finds unsigned values that are used as if they were signed. `(int)u` on a uint emits no instruction: .NET reads the same bits as signed,
/// while nanoCLR's stack remembers that the value came unsigned and shifts, widens, divides, converts or compares it so. Storing it in
/// an int local first makes it signed on both, provided that the local is read more than once: else the compiler leaves it out.
/// </summary>
public static class SignednessTraps
{
    /// <summary>All traps in an assembly, one line each.</summary>
    public static IReadOnlyList<string> Find(AssemblyDefinition assembly)
    {
        List<string> findings = new List<string>();
        foreach (MethodDefinition method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(m => m.HasBody))
        {
            Follow(method, findings);
        }

        return findings;
    }

    /// <summary>
    /// Walks the instructions in order with a stack of "came unsigned" marks. Where ways meet with values on the stack the marks of the way
    /// that was seen first stand for all.
    /// </summary>
    private static void Follow(MethodDefinition method, List<string> findings)
    {
        Stack<bool> stack = new Stack<bool>();
        Dictionary<Instruction, bool[]> atTarget = new Dictionary<Instruction, bool[]>();
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers.Where(handler => handler.CatchType != null))
        {
            atTarget[handler.HandlerStart] = new[] { false };
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (atTarget.TryGetValue(instruction, out bool[]? known))
            {
                stack = new Stack<bool>(known);
            }

            Step(method, instruction, stack, findings);
            IEnumerable<Instruction> targets = instruction.Operand switch
            {
                Instruction one => new[] { one },
                Instruction[] many => many,
                _ => Enumerable.Empty<Instruction>(),
            };
            foreach (Instruction target in targets)
            {
                atTarget.TryAdd(target, stack.Reverse().ToArray());
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                stack = new Stack<bool>();
            }
        }
    }

    private static void Step(MethodDefinition method, Instruction instruction, Stack<bool> stack, List<string> findings)
    {
        Code code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Dup:
                stack.Push(stack.Peek());
                return;
            case Code.Shr:
                stack.Pop();
                Check(stack.Peek());
                return;
            case Code.Shl:
            case Code.Shr_Un:
                stack.Pop();
                return;
            case Code.Div:
            case Code.Rem:
            case Code.Clt:
            case Code.Cgt:
                Check(stack.Pop() | stack.Peek());
                PopPush(1, code is Code.Div or Code.Rem && stack.Peek());
                return;
            case Code.Blt:
            case Code.Blt_S:
            case Code.Bgt:
            case Code.Bgt_S:
            case Code.Ble:
            case Code.Ble_S:
            case Code.Bge:
            case Code.Bge_S:
                Check(stack.Pop() | stack.Pop());
                return;
            case Code.Conv_I8:
            case Code.Conv_R4:
            case Code.Conv_R8:
                Check(stack.Peek());
                PopPush(1, false);
                return;
            case Code.Add:
            case Code.Sub:
            case Code.Mul:
            case Code.And:
            case Code.Or:
            case Code.Xor:
            case Code.Div_Un:
            case Code.Rem_Un:
                PopPush(1, stack.Pop() | stack.Peek());
                return;
            case Code.Neg:
            case Code.Not:
                return;
            case Code.Conv_U8 when instruction.Previous?.OpCode.Code == Code.Ldc_I4_M1:
                // How the compiler writes the long constant 0xFFFFFFFF: positive, so either way of looking at it agrees.
                PopPush(1, false);
                return;
            case Code.Conv_U4:
            case Code.Conv_U8:
                PopPush(1, true);
                return;
            case Code.Ldelem_U4:
                PopPush(2, true);
                return;
            case Code.Ldind_U4:
                PopPush(1, true);
                return;
        }

        int pops = Pops(method, instruction, stack.Count);
        for (int i = 0; i < pops && stack.Count != 0; i++)
        {
            stack.Pop();
        }

        for (int i = Pushes(instruction); i > 0; i--)
        {
            stack.Push(IsUnsigned(Loaded(method, instruction)));
        }

        void Check(bool unsigned)
        {
            if (unsigned)
            {
                findings.Add(
                    "signedness: " + method.DeclaringType.FullName + "." + method.Name + ": " + instruction.OpCode.Name
                    + " on a value that came unsigned; store it in a signed local first");
            }
        }

        void PopPush(int count, bool unsigned)
        {
            for (int i = 0; i < count; i++)
            {
                stack.Pop();
            }

            stack.Push(unsigned);
        }
    }

    private static bool IsUnsigned(TypeReference? type)
    {
        return type != null && type.FullName is "System.UInt32" or "System.UInt64";
    }

    /// <summary>The type of what an instruction loads, where it has one.</summary>
    private static TypeReference? Loaded(MethodDefinition method, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case FieldReference field:
                return field.FieldType;
            case MethodReference called when instruction.OpCode.Code != Code.Newobj:
                return called.ReturnType;
            case VariableDefinition local:
                return local.VariableType;
            case ParameterDefinition parameter:
                return parameter.ParameterType;
        }

        switch (instruction.OpCode.Code)
        {
            case Code.Ldloc_0:
            case Code.Ldloc_1:
            case Code.Ldloc_2:
            case Code.Ldloc_3:
                return method.Body.Variables[instruction.OpCode.Code - Code.Ldloc_0].VariableType;
            case Code.Ldarg_0:
            case Code.Ldarg_1:
            case Code.Ldarg_2:
            case Code.Ldarg_3:
                int index = instruction.OpCode.Code - Code.Ldarg_0 - (method.HasThis ? 1 : 0);
                return index < 0 ? null : method.Parameters[index].ParameterType;
            default:
                return null;
        }
    }

    private static int Pops(MethodDefinition method, Instruction instruction, int depth)
    {
        switch (instruction.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1:
            case StackBehaviour.Popi:
            case StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Pop1_pop1:
            case StackBehaviour.Popi_pop1:
            case StackBehaviour.Popi_popi:
            case StackBehaviour.Popi_popi8:
            case StackBehaviour.Popi_popr4:
            case StackBehaviour.Popi_popr8:
            case StackBehaviour.Popref_pop1:
            case StackBehaviour.Popref_popi:
                return 2;
            case StackBehaviour.Varpop:
                if (instruction.Operand is MethodReference called)
                {
                    return called.Parameters.Count + (called.HasThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0);
                }

                return method.ReturnType.FullName == "System.Void" ? 0 : 1;
            case StackBehaviour.PopAll:
                return depth;
            default:
                return 3;
        }
    }

    private static int Pushes(Instruction instruction)
    {
        switch (instruction.OpCode.StackBehaviourPush)
        {
            case StackBehaviour.Push0:
                return 0;
            case StackBehaviour.Varpush:
                return ((MethodReference)instruction.Operand).ReturnType.FullName == "System.Void" ? 0 : 1;
            default:
                return 1;
        }
    }
}
