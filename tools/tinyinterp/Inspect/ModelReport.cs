// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.IlMeter;
using TinyInterp.Kernels;
using TinyInterp.Schema;

namespace TinyInterp.Tool.Inspect;

/// <summary>Everything that inspect reports about a model.</summary>
internal sealed class ModelReport
{
    /// <summary>Examines a model.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="bytes">The model.</param>
    /// <param name="board">The board whose heap it is to fit, or null.</param>
    /// <exception cref="ModelException">It is not a valid one.</exception>
    internal ModelReport(string file, byte[] bytes, Board? board = null)
    {
        ModelView model = ModelVerifier.Verify(bytes);
        ModelDiagnosis diagnosis = new ModelDiagnosis(model, new OpResolver().AddAll());
        File = file;
        Bytes = bytes.Length;
        Description = ErrorText.ReadString(model.Reader, model.Description);
        Subgraphs = Enumerable.Range(0, model.SubgraphCount).Select(s => new SubgraphReport(model, s, diagnosis)).ToArray();
        Unsupported = diagnosis.Errors.Select(e => new UnsupportedReport(e, Subgraphs)).ToArray();
        PatchRuns.Count(model, Subgraphs);
        Macs = Subgraphs.Where(subgraph => subgraph.IsUsed).Sum(subgraph => subgraph.Runs * subgraph.Operators.Sum(node => node.Macs));
        if (Subgraphs[0].Arena is ArenaReport plan)
        {
            Arena = new ArenaTotals(plan, diagnosis, bytes, IsRunnable);
            FloatEnds = FloatEndsReport.Of(bytes, Arena);
            Board = board != null && Arena is { FastBytes: long fast, LeanBytes: long lean } ? new BoardReport(board, bytes, plan, fast, lean) : null;
        }
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its size.</summary>
    public int Bytes { get; }

    /// <summary>The model's own description; may be empty.</summary>
    public string Description { get; }

    /// <summary>Whether everything in it is supported.</summary>
    public bool IsRunnable => Unsupported.Count == 0;

    /// <summary>Multiply-accumulates of one Invoke that runs each used subgraph once, or once for each patch.</summary>
    public long Macs { get; }

    /// <summary>Memory in all, or null where the model prescribes an impossible plan.</summary>
    public ArenaTotals? Arena { get; }

    /// <summary>What it would need with integer inputs and outputs; null if it has QUANTIZE or DEQUANTIZE at none of them.</summary>
    public FloatEndsReport? FloatEnds { get; }

    /// <summary>What it takes of the heap of a board, where one was named and the model can be run.</summary>
    public BoardReport? Board { get; }

    /// <summary>Everything that is not supported.</summary>
    public IReadOnlyList<UnsupportedReport> Unsupported { get; }

    /// <summary>Subgraphs; the first is the main one.</summary>
    public IReadOnlyList<SubgraphReport> Subgraphs { get; }
}
