// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil.Cil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// Instructions from which every way leads to a throw. What runs there runs once, on the way out, so it may allocate its exception.
/// </summary>
public static class ThrowPaths
{
    /// <summary>The instructions of a body that cannot but throw.</summary>
    public static HashSet<Instruction> Find(MethodBody body)
    {
        // Backwards until nothing changes: a throw leads to a throw; anything else does if all that can follow it do.
        HashSet<Instruction> doomed = new HashSet<Instruction>();
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = body.Instructions.Count - 1; i >= 0; i--)
            {
                Instruction instruction = body.Instructions[i];
                if (!doomed.Contains(instruction) && IsDoomed(instruction, doomed))
                {
                    changed |= doomed.Add(instruction);
                }
            }
        }

        return doomed;
    }

    private static bool IsDoomed(Instruction instruction, HashSet<Instruction> doomed)
    {
        switch (instruction.OpCode.FlowControl)
        {
            case FlowControl.Throw:
                return true;
            case FlowControl.Return:
                return false;
            case FlowControl.Branch:
                return instruction.Operand is Instruction target && doomed.Contains(target);
            case FlowControl.Cond_Branch:
                IEnumerable<Instruction> targets = instruction.Operand is Instruction[] many
                    ? many
                    : new[] { (Instruction)instruction.Operand };
                return targets.Append(instruction.Next).All(next => next != null && doomed.Contains(next));
            default:
                return instruction.Next != null && doomed.Contains(instruction.Next);
        }
    }
}
