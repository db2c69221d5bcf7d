// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>How often an Invoke runs the subgraph of a TINYINTERP_PATCHES node: once for each patch.</summary>
internal static class PatchRuns
{
    /// <summary>Sets <see cref="SubgraphReport.Runs"/> of the subgraphs that such nodes call.</summary>
    internal static void Count(ModelView model, IReadOnlyList<SubgraphReport> subgraphs)
    {
        OperatorView node = new OperatorView(model.Reader);
        OperatorCodeView code = new OperatorCodeView(model.Reader);
        OptionsView options = new OptionsView(model.Reader);
        SubgraphView view = new SubgraphView(model.Reader);
        foreach (SubgraphReport caller in subgraphs)
        {
            model.Subgraph(caller.Index, view);
            foreach (OperatorReport patches in caller.Operators.Where(report => report.Operator == "TINYINTERP_PATCHES" && report.IsSupported))
            {
                view.Operator(patches.Index, node);
                if (SubgraphCalls.Count(model, node, code, options) == 1)
                {
                    SubgraphReport callee = subgraphs[SubgraphCalls.Callee(options, 0)];
                    callee.Runs = Count(caller.Tensors[patches.Outputs[0]].Shape, callee.Tensors[callee.Outputs[0]].Shape);
                }
            }
        }
    }

    private static int Count(int[] whole, int[] patch)
    {
        return Parts(whole[1], patch[1]) * Parts(whole[2], patch[2]);
    }

    private static int Parts(int whole, int part)
    {
        return (whole + part - 1) / part;
    }
}
