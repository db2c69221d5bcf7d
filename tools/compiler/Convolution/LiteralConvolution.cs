// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Arithmetic;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler.Convolution;

/// <summary>
/// Weights as literals: at each position the window's inputs go into locals, and each word of output channels is one expression of literals times
/// locals. Nothing but the outputs is stored. Where one method cannot hold it, output channels are divided among several.
/// </summary>
public class LiteralConvolution : LayerCode
{
    private const int MaxPartBytes = 26_000;
    private const int MaxInputs = 190;
    private const int MaxWordsInLocals = 40;

    private readonly Dictionary<WeightedSum, RequantisationCode> _requantisations;
    private readonly IReadOnlyList<IReadOnlyList<LaneWord>> _parts;

    /// <summary>Plans the code.</summary>
    public LiteralConvolution(WeightedLayer layer, ClampTables tables)
        : base(layer.Node)
    {
        Layer = layer;
        _requantisations = layer.Sums.ToDictionary(sum => sum, sum => new RequantisationCode(sum, tables));
        Slides = CanSlide(layer.Window);
        _parts = Divide(LaneWord.Pack(layer.Sums));
    }

    /// <summary>The layer.</summary>
    public WeightedLayer Layer { get; }

    /// <inheritdoc/>
    public override string Form => Slides ? "literals, sliding" : "literals";

    /// <inheritdoc/>
    public override GraphTensor InPlaceInput =>
        Layer.Window.IsPointwise && _parts.Count == 1 && Layer.Window.OutputDepth <= Layer.Window.InputDepth && Chunks(_parts[0]).Count() == 1
            && Layer.Sums.All(sum => sum.Bits != 0)
            ? Layer.Input
            : null;

    /// <summary>Whether a column of inputs serves all outputs that it touches.</summary>
    private bool Slides { get; }

    private WindowShape Window => Layer.Window;

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        for (int part = 0; part < _parts.Count; part++)
        {
            IReadOnlyList<LaneWord> words = _parts[part];
            IEnumerable<WeightedSum> constants = part == 0 ? Layer.Sums.Where(sum => sum.Bits == 0) : [];
            List<string> arrays = new() { writer.Region(Layer.Input) };
            arrays.AddRange(words.SelectMany(word => word.Lanes)
                .Select(lane => _requantisations[lane.Sum].Table?.Name).Where(name => name != null).Distinct());
            writer.AddPart(this, _parts.Count == 1 ? string.Empty : ((char)('A' + part)).ToString(), arrays, code => WriteBody(code, words, constants.ToArray()));
        }
    }

    private static bool CanSlide(WindowShape window)
    {
        return window.FilterWidth > 1 && window.StrideWidth == 1 && window.DilationWidth == 1 && window.OutputWidth >= window.FilterWidth
            && window.FilterHeight * window.InputDepth <= MaxInputs && window.FilterWidth <= 5;
    }

    private IReadOnlyList<IReadOnlyList<LaneWord>> Divide(IReadOnlyList<LaneWord> words)
    {
        List<List<LaneWord>> parts = new();
        int inputs = Slides ? Window.FilterHeight * Window.InputDepth : Window.Taps;
        int loads = inputs * (Window.IsPadded ? 16 : 10) + (HasInterior ? inputs * 10 : 0);
        int room = Math.Max(MaxPartBytes - loads, 4000);
        int most = Slides ? (240 - inputs) / (Window.FilterWidth + 1) : inputs <= MaxInputs ? int.MaxValue : MaxWordsInLocals;
        int bytes = room;
        int total = words.Sum(word => SumCode.Bytes(word, 1));
        int target = (int)Math.Ceiling(total / Math.Ceiling((double)total / room)) + 600;
        foreach (LaneWord word in words)
        {
            int size = SumCode.Bytes(word, 1);
            if (parts.Count == 0 || bytes + size > Math.Min(room, target) || parts[^1].Count == most)
            {
                parts.Add(new List<LaneWord>());
                bytes = 0;
            }

            bytes += size;
            parts[^1].Add(word);
        }

        if (parts.Count == 0)
        {
            parts.Add(new List<LaneWord>());
        }

        return parts;
    }

    private bool HasInterior => !Slides && Window.IsPadded && Window.Taps <= 100;

    private void WriteBody(CSharpWriter code, IReadOnlyList<LaneWord> words, WeightedSum[] constants)
    {
        // The first locals and the arguments have the shortest instructions.
        code.Line("int q = " + Layer.Output.Offset + ";");
        bool isOnly = Window.Positions == 1;
        if (Slides)
        {
            WriteSliding(code, words, constants);
            return;
        }

        if (Window.IsPointwise)
        {
            int[][] chunks = Chunks(words).ToArray();
            if (!isOnly)
            {
                code.Line("int p = " + Layer.Input.Offset + ";");
            }

            DeclareCommon(code, words, chunks, false);
            if (isOnly)
            {
                WritePosition(code, words, chunks, constants, tap => "a[" + (Layer.Input.Offset + tap) + "]");
                return;
            }

            code.Open("for (; p < " + (Layer.Input.Offset + Window.Positions * Window.InputDepth) + "; p += " + Window.InputDepth + ")");
            WritePosition(code, words, chunks, constants, tap => "a[p" + Plus(tap) + "]");
            code.Line("q += " + Window.OutputDepth + ";");
            code.Close();
            return;
        }

        WriteWindow(code, words, constants);
    }

    private void WriteWindow(CSharpWriter code, IReadOnlyList<LaneWord> words, WeightedSum[] constants)
    {
        int[][] chunks = Chunks(words).ToArray();
        WindowShape w = Window;
        code.Line("int p;");
        DeclareCommon(code, words, chunks, w.IsPadded);
        OpenRows(code);
        code.Open("for (int x = " + -w.PadLeft + "; x < " + (w.OutputWidth * w.StrideWidth - w.PadLeft) + "; x += " + w.StrideWidth + ")");
        code.Line("p = row + x * " + w.InputDepth + ";");
        foreach (int[] chunk in chunks)
        {
            WriteLoads(code, chunk);
            WriteWords(code, words, chunk, chunk == chunks[0], chunk == chunks[^1]);
        }

        WriteConstants(code, constants);
        code.Line("q += " + w.OutputDepth + ";");
        code.Close();
        CloseRows(code);
    }

    /// <summary>Opens loops over images and rows: y is the first input row of a window, row the place of its first cell.</summary>
    private void OpenRows(CSharpWriter code)
    {
        WindowShape w = Window;
        int rowSize = w.InputWidth * w.InputDepth;
        string image = Layer.Input.Offset.ToString();
        if (w.Batches > 1)
        {
            int size = w.InputHeight * rowSize;
            code.Open("for (int image = " + image + "; image < " + (Layer.Input.Offset + w.Batches * size) + "; image += " + size + ")");
            image = "image";
        }

        code.Open("for (int y = " + -w.PadTop + "; y < " + (w.OutputHeight * w.StrideHeight - w.PadTop) + "; y += " + w.StrideHeight + ")");
        code.Line("int row = " + image + " + y * " + rowSize + ";");
    }

    private void CloseRows(CSharpWriter code)
    {
        code.Close();
        if (Window.Batches > 1)
        {
            code.Close();
        }
    }

    private void DeclareCommon(CSharpWriter code, IReadOnlyList<LaneWord> words, int[][] chunks, bool isPadded)
    {
        code.Line("long s;");
        SumCode.DeclareMasks(code, words);
        if (words.SelectMany(word => word.Lanes).Any(lane => _requantisations[lane.Sum].NeedsValue))
        {
            code.Line("long v;");
        }

        if (isPadded)
        {
            code.Line("long zero = " + Layer.Input.Tensor.ZeroPoint + ";");
        }

        if (chunks.Length > 1)
        {
            code.Wrapped("long ", words.Select((_, k) => (k == 0 ? "s" : ", s") + k), ";");
        }

        int inputs = chunks.Length == 0 ? 0 : chunks.Max(chunk => chunk.Length);
        if (inputs != 0 && !Inlines(words, chunks))
        {
            code.Wrapped("long ", Enumerable.Range(0, inputs).Select(k => (k == 0 ? "c" : ", c") + k), ";");
        }
    }

    /// <summary>Whether each input is used but once, so that it need not go through a local.</summary>
    private bool Inlines(IReadOnlyList<LaneWord> words, int[][] chunks)
    {
        return words.Count == 1 && Window.IsPointwise;
    }

    /// <summary>The taps that a part multiplies, in pieces that fit into locals.</summary>
    private IEnumerable<int[]> Chunks(IReadOnlyList<LaneWord> words)
    {
        int[] taps = Enumerable.Range(0, Window.Taps).Where(tap => words.Any(word => word.Weight(tap) != 0)).ToArray();
        if (taps.Length <= MaxInputs || (words.Count == 1 && Window.IsPointwise))
        {
            return [taps];
        }

        int pieces = (taps.Length + MaxInputs - 1) / MaxInputs;
        int size = (taps.Length + pieces - 1) / pieces;
        return taps.Chunk(size);
    }

    private void WritePosition(CSharpWriter code, IReadOnlyList<LaneWord> words, int[][] chunks, WeightedSum[] constants, Func<int, string> element)
    {
        foreach (int[] chunk in chunks)
        {
            if (Inlines(words, chunks))
            {
                LaneWord word = words[0];
                code.Wrapped("s = " + CSharpWriter.Long(word.Start), SumCode.Products(word, chunk, element), ";");
                WriteStores(code, word, "s");
                continue;
            }

            for (int k = 0; k < chunk.Length; k++)
            {
                code.Line("c" + k + " = " + element(chunk[k]) + ";");
            }

            WriteWords(code, words, chunk, chunk == chunks[0], chunk == chunks[^1]);
        }

        WriteConstants(code, constants);
    }

    private void WriteWords(CSharpWriter code, IReadOnlyList<LaneWord> words, int[] chunk, bool isFirst, bool isLast)
    {
        Dictionary<int, string> locals = chunk.Select((tap, k) => (tap, k)).ToDictionary(pair => pair.tap, pair => "c" + pair.k);
        for (int k = 0; k < words.Count; k++)
        {
            LaneWord word = words[k];
            string sum = isFirst && isLast ? "s" : "s" + k;
            string start = isFirst ? CSharpWriter.Long(word.Start) : sum;
            code.Wrapped(sum + " = " + start, SumCode.Products(word, chunk, tap => locals[tap]), ";");
            if (isLast)
            {
                WriteStores(code, word, sum);
            }
        }
    }

    private void WriteStores(CSharpWriter code, LaneWord word, string sum)
    {
        foreach (Lane lane in word.Lanes)
        {
            foreach (string statement in _requantisations[lane.Sum].Store(
                "a[q" + Plus(lane.Sum.Channel) + "]", lane, SumCode.Extract(lane, sum)))
            {
                code.Line(statement);
            }
        }
    }

    private void WriteConstants(CSharpWriter code, WeightedSum[] constants)
    {
        foreach (WeightedSum sum in constants)
        {
            code.Line("a[q" + Plus(sum.Channel) + "] = " + sum.Constant + ";");
        }
    }

    /// <summary>Loads the taps of a chunk, cell by cell; cells in the padding hold the zero point.</summary>
    private void WriteLoads(CSharpWriter code, int[] chunk)
    {
        if (HasInterior)
        {
            WindowShape w = Window;
            code.Open("if (y >= 0 && y <= " + (w.InputHeight - 1 - (w.FilterHeight - 1) * w.DilationHeight)
                + " && x >= 0 && x <= " + (w.InputWidth - 1 - (w.FilterWidth - 1) * w.DilationWidth) + ")");
            for (int k = 0; k < chunk.Length; k++)
            {
                code.Line("c" + k + " = a[p" + Plus(CellOffset(chunk[k])) + "];");
            }

            code.Close();
            code.Open("else");
        }

        foreach (IGrouping<int, int> row in Enumerable.Range(0, chunk.Length).GroupBy(k => chunk[k] / Window.InputDepth / Window.FilterWidth))
        {
            WriteChecked(code, RowCheck(row.Key, "y"), row.ToArray(), inner =>
            {
                foreach (IGrouping<int, int> cell in inner.GroupBy(k => chunk[k] / Window.InputDepth % Window.FilterWidth))
                {
                    WriteChecked(code, ColumnCheck(cell.Key), cell.ToArray(), ks =>
                    {
                        foreach (int k in ks)
                        {
                            code.Line("c" + k + " = a[p" + Plus(CellOffset(chunk[k])) + "];");
                        }
                    });
                }
            });
        }

        if (HasInterior)
        {
            code.Close();
        }
    }

    private static void WriteChecked(CSharpWriter code, string check, int[] locals, Action<int[]> loads)
    {
        if (check == null)
        {
            loads(locals);
            return;
        }

        code.Open("if (" + check + ")");
        loads(locals);
        code.Close();
        code.Open("else");
        foreach (int k in locals)
        {
            code.Line("c" + k + " = zero;");
        }

        code.Close();
    }

    private string RowCheck(int row, string y)
    {
        int shift = row * Window.DilationHeight;
        bool above = shift < Window.PadTop;
        bool below = (Window.OutputHeight - 1) * Window.StrideHeight - Window.PadTop + shift >= Window.InputHeight;
        return Check(y, shift, above, below, Window.InputHeight);
    }

    private string ColumnCheck(int column)
    {
        int shift = column * Window.DilationWidth;
        bool left = shift < Window.PadLeft;
        bool right = (Window.OutputWidth - 1) * Window.StrideWidth - Window.PadLeft + shift >= Window.InputWidth;
        return Check("x", shift, left, right, Window.InputWidth);
    }

    private static string Check(string variable, int shift, bool before, bool behind, int size)
    {
        string first = before ? variable + " >= " + -shift : null;
        string last = behind ? variable + " < " + (size - shift) : null;
        return first == null ? last : last == null ? first : first + " && " + last;
    }

    private int CellOffset(int tap)
    {
        int cell = tap / Window.InputDepth;
        int row = cell / Window.FilterWidth * Window.DilationHeight;
        int column = cell % Window.FilterWidth * Window.DilationWidth;
        return (row * Window.InputWidth + column) * Window.InputDepth + tap % Window.InputDepth;
    }

    /// <summary>
    /// Stride 1 along a row: each column of inputs is loaded once and multiplied into all outputs that it belongs to. Word k's partial sum for the
    /// output that has j columns of the filter behind it is the local k_j; the one that gets its last column here is d_k.
    /// </summary>
    private void WriteSliding(CSharpWriter code, IReadOnlyList<LaneWord> words, WeightedSum[] constants)
    {
        WindowShape w = Window;
        int width = w.FilterWidth;
        int column = w.FilterHeight * w.InputDepth;
        int right = Math.Max(0, w.OutputWidth - 1 - w.PadLeft + width - w.InputWidth);
        code.Line("int p;");
        SumCode.DeclareMasks(code, words);
        if (words.SelectMany(word => word.Lanes).Any(lane => _requantisations[lane.Sum].NeedsValue))
        {
            code.Line("long v;");
        }

        if (w.LeavesRows(0) || w.LeavesRows(w.FilterHeight - 1))
        {
            code.Line("long zero = " + Layer.Input.Tensor.ZeroPoint + ";");
        }

        code.Wrapped("long ", Enumerable.Range(0, column).Select(k => (k == 0 ? "c" : ", c") + k), ";");
        if (words.Count != 0)
        {
            code.Wrapped("long ", words.Select((_, k) => (k == 0 ? "d" : ", d") + k), ";");
            code.Wrapped("long ", words.SelectMany((_, k) => Enumerable.Range(1, width - 1).Select(j => (k == 0 && j == 1 ? "s" : ", s") + k + "_" + j)), ";");
        }

        OpenRows(code);
        for (int k = 0; k < words.Count; k++)
        {
            for (int j = 1; j < width; j++)
            {
                long start = words[k].Start;
                for (int before = 0; before < j; before++)
                {
                    start += ColumnOfZeros(words[k], before);
                }

                code.Line("s" + k + "_" + j + " = " + (j <= w.PadLeft ? CSharpWriter.Long(start) : "0") + ";");
            }
        }

        code.Open("for (int x = 0; x < " + (w.InputWidth + right) + "; x++)");
        if (right > 0)
        {
            code.Open("if (x < " + w.InputWidth + ")");
        }

        code.Line("p = row + x * " + w.InputDepth + ";");
        foreach (IGrouping<int, int> row in Enumerable.Range(0, column).GroupBy(k => k / w.InputDepth))
        {
            WriteChecked(code, RowCheck(row.Key, "y"), row.ToArray(), ks =>
            {
                foreach (int k in ks)
                {
                    int offset = row.Key * w.DilationHeight * w.InputWidth * w.InputDepth + k % w.InputDepth;
                    code.Line("c" + k + " = a[p" + Plus(offset) + "];");
                }
            });
        }

        for (int k = 0; k < words.Count; k++)
        {
            for (int j = width - 1; j >= 0; j--)
            {
                int[] taps = Enumerable.Range(0, column).Select(c => (c / w.InputDepth * width + j) * w.InputDepth + c % w.InputDepth).ToArray();
                string target = j == width - 1 ? "d" + k : "s" + k + "_" + (j + 1);
                string start = j == 0 ? CSharpWriter.Long(words[k].Start) : "s" + k + "_" + j;
                code.Wrapped(
                    target + " = " + start,
                    SumCode.Products(words[k], taps, tap => "c" + (tap / w.InputDepth / width * w.InputDepth + tap % w.InputDepth)),
                    ";");
            }
        }

        if (right > 0)
        {
            code.Close();
            code.Open("else");
            for (int k = 0; k < words.Count; k++)
            {
                for (int j = width - 1; j >= 1; j--)
                {
                    string target = j == width - 1 ? "d" + k : "s" + k + "_" + (j + 1);
                    code.Line(target + " = s" + k + "_" + j + " + " + CSharpWriter.Long(ColumnOfZeros(words[k], j)) + ";");
                }
            }

            code.Close();
        }

        int first = width - 1 - w.PadLeft;
        if (first > 0)
        {
            code.Open("if (x >= " + first + ")");
        }

        for (int k = 0; k < words.Count; k++)
        {
            WriteStores(code, words[k], "d" + k);
        }

        WriteConstants(code, constants);
        code.Line("q += " + w.OutputDepth + ";");
        if (first > 0)
        {
            code.Close();
        }

        code.Close();
        CloseRows(code);
    }

    /// <summary>What a padded column adds to a word.</summary>
    private long ColumnOfZeros(LaneWord word, int column)
    {
        long sum = 0;
        for (int row = 0; row < Window.FilterHeight; row++)
        {
            for (int c = 0; c < Window.InputDepth; c++)
            {
                sum += word.Weight((row * Window.FilterWidth + column) * Window.InputDepth + c) * Layer.Input.Tensor.ZeroPoint;
            }
        }

        return sum;
    }

    private static string Plus(int offset)
    {
        return offset == 0 ? string.Empty : " + " + offset;
    }
}
