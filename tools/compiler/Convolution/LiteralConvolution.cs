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
    private const int MaxSlidingInputs = 200;
    private const int MaxWordsInLocals = 40;
    private const int MaxInlineTaps = 1000;

    private readonly Dictionary<WeightedSum, RequantisationCode> _requantisations;
    private readonly IReadOnlyList<IReadOnlyList<LaneWord>> _parts;

    private readonly FusedSum? _fused;

    private LiteralConvolution(WeightedLayer layer, FusedSum? fused, Dictionary<WeightedSum, RequantisationCode> requantisations)
        : base(layer.Node)
    {
        Layer = layer;
        _fused = fused;
        _requantisations = requantisations;
        Slides = CanSlide(layer.Window);
        _parts = Divide(LaneWord.Pack(layer.Sums, Blocks()));
    }

    /// <summary>Plans the code.</summary>
    public static LiteralConvolution New(ModelGraph graph, WeightedLayer layer, ClampTables tables)
    {
        FusedSum? fused = FusedSum.TryNew(graph, layer, tables, out Dictionary<WeightedSum, RequantisationCode>? requantisations);
        return new LiteralConvolution(
            layer, fused, requantisations ?? layer.Sums.ToDictionary(sum => sum, sum => new RequantisationCode(sum, tables)));
    }

    /// <summary>The layer.</summary>
    public WeightedLayer Layer { get; }

    /// <inheritdoc/>
    public override string Form => (Slides ? "literals, sliding" : "literals") + (_fused == null ? string.Empty : ", adds node " + _fused.Node.Index);

    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Outputs => [Output];

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> Touched => _fused == null ? base.Touched : base.Touched.Append(_fused.Other);

    /// <inheritdoc/>
    public override GraphNode? FusedNode => _fused?.Node;

    /// <inheritdoc/>
    public override IEnumerable<GraphTensor> InPlaceInputs =>
        _fused != null ? _fused.Other.Storage == Layer.Input.Storage ? [] : [_fused.Other]
        : Layer.Window.IsPointwise && _parts.Count == 1 && Layer.Window.OutputDepth <= Layer.Window.InputDepth && Chunks(_parts[0]).Count() == 1
            && Layer.Sums.All(sum => sum.Bits != 0)
            ? [Layer.Input]
            : [];

    /// <summary>Whether a column of inputs serves all outputs that it touches.</summary>
    private bool Slides { get; }

    private WindowShape Window => Layer.Window;

    private string Region => StorageRegion.Of(Layer.Input.Type)!.Name;

    private GraphTensor Output => _fused == null ? Layer.Output : _fused.Output;

    /// <inheritdoc/>
    public override void Write(ModelWriter writer)
    {
        _fused?.AddTables(writer);
        for (int part = 0; part < _parts.Count; part++)
        {
            IReadOnlyList<LaneWord> words = _parts[part];
            IEnumerable<WeightedSum> constants = part == 0 ? Layer.Sums.Where(sum => sum.Bits == 0) : [];
            List<string> arrays = new() { writer.Region(Layer.Input) };
            arrays.AddRange(_fused != null ? _fused.Tables : words.SelectMany(word => word.Lanes)
                .Select(lane => _requantisations[lane.Sum].Table?.Name).OfType<string>().Distinct());
            writer.AddPart(this, _parts.Count == 1 ? string.Empty : ((char)('A' + part)).ToString(), arrays, code => WriteBody(writer, code, words, constants.ToArray()));
        }
    }

    private static bool CanSlide(WindowShape window)
    {
        return window.Phases == null && window.FilterWidth > 1 && window.StrideWidth == 1 && window.DilationWidth == 1 && window.OutputWidth >= window.FilterWidth
            && window.FilterHeight * window.InputDepth <= MaxSlidingInputs && window.FilterWidth <= 5;
    }

    /// <summary>The taps in the order in which they are summed: by thirds of the filter's columns where the code slides, else by eights.</summary>
    private IReadOnlyList<int[]> Blocks()
    {
        IEnumerable<int> taps = Enumerable.Range(0, Window.Taps);
        return Slides
            ? taps.GroupBy(tap => tap / Window.InputDepth % Window.FilterWidth).OrderBy(column => column.Key)
                .SelectMany(column => column.Chunk((column.Count() + 2) / 3)).ToArray()
            : taps.Chunk(8).ToArray();
    }

    private IReadOnlyList<IReadOnlyList<LaneWord>> Divide(IReadOnlyList<LaneWord> words)
    {
        List<List<LaneWord>> parts = new();
        int inputs = Slides ? Window.FilterHeight * Window.InputDepth : Window.Taps;
        int loads = inputs * (Window.IsPadded ? 16 : 10) + (HasInterior ? inputs * 10 : 0);
        int room = Math.Max(MaxPartBytes - loads, 4000);
        int most = Slides ? (235 - inputs) / (7 * Window.FilterWidth / 3) : inputs <= MaxInputs ? int.MaxValue : MaxWordsInLocals;
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

    // Beside the products of many channels, checks cost little, and loads that need none are code twice.
    private bool HasInterior => !Slides && Window.IsPadded && Window.Taps <= 100 && Window.OutputDepth < 32;

    private void WriteBody(ModelWriter writer, CSharpWriter code, IReadOnlyList<LaneWord> words, WeightedSum[] constants)
    {
        // The first locals and the arguments have the shortest instructions.
        code.Line("int q = " + Output.Offset + ";");
        bool isOnly = Window.Positions == 1 && Window.Phases == null;
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
                WritePosition(writer, code, words, chunks, constants, tap => Region + "[" + (Layer.Input.Offset + tap) + "]");
                return;
            }

            code.Open("for (; p < " + (Layer.Input.Offset + Window.Positions * Window.InputDepth) + "; p += " + Window.InputDepth + ")");
            WritePosition(writer, code, words, chunks, constants, tap => Region + "[p" + Plus(tap) + "]");
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
        if (w.Phases != null)
        {
            code.Line("q = " + (Output.Offset + w.Phases.First + w.PadTop * w.Phases.RowStep) + " + y * " + w.Phases.RowStep + ";");
        }

        code.Open("for (int x = " + -w.PadLeft + "; x < " + (w.OutputWidth * w.StrideWidth - w.PadLeft) + "; x += " + w.StrideWidth + ")");
        code.Line("p = row + x * " + w.InputDepth + ";");
        foreach (int[] chunk in chunks)
        {
            WriteLoads(code, chunk);
            WriteWords(code, words, chunk, chunk == chunks[0], chunk == chunks[^1]);
        }

        WriteConstants(code, constants);
        code.Line("q += " + (w.Phases?.ColumnStep ?? w.OutputDepth) + ";");
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
        int pieces = words.Count == 0 ? 1 : words.Max(word => word.Pieces.Count);
        if (chunks.Length <= 1 && pieces > 1)
        {
            code.Wrapped("long ", Enumerable.Range(1, pieces - 1).Select(piece => (piece == 1 ? "t" : ", t") + piece), ";");
        }

        RequantisationCode.DeclareLocals(code, words.SelectMany(word => word.Lanes).Select(lane => _requantisations[lane.Sum]));

        if (isPadded)
        {
            code.Line("long zero = " + Layer.Input.Tensor.ZeroPoint + ";");
        }

        if (chunks.Length > 1)
        {
            code.Wrapped(
                "long ", words.SelectMany((word, k) => word.Pieces.Select((_, piece) => (k + piece == 0 ? string.Empty : ", ") + Sum(k, piece, false))), ";");
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

    private void WritePosition(
        ModelWriter writer, CSharpWriter code, IReadOnlyList<LaneWord> words, int[][] chunks, WeightedSum[] constants, Func<int, string> element)
    {
        foreach (int[] chunk in chunks)
        {
            if (Inlines(words, chunks))
            {
                LaneWord word = words[0];
                for (int piece = 0; piece < word.Pieces.Count; piece++)
                {
                    int[] taps = word.Pieces[piece];
                    IEnumerable<string> terms = chunk.Length <= MaxInlineTaps
                        ? SumCode.Products(word, taps, element)
                        : taps.Chunk(MaxInlineTaps).Select(some => " + " + PartialSum(writer, word, some, element));
                    code.Wrapped(Sum(0, piece, true) + " = " + CSharpWriter.Long(word.Start(piece)), terms, ";");
                }

                WriteStores(code, word, Sums(word, 0, true));
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

    /// <summary>A call of a method of its own for more taps than one method can hold.</summary>
    private string PartialSum(ModelWriter writer, LaneWord word, int[] taps, Func<int, string> element)
    {
        bool isOnly = Window.Positions == 1;
        string name = writer.Shared(this, "Sum" + Node.Index + "Part", (word, taps[0], taps.Length), "Some products of node " + Node.Index + ".", code =>
        {
            code.Open("public static long Of(" + StorageRegion.Of(Layer.Input.Type)!.ElementType + "[] " + Region + (isOnly ? string.Empty : ", int p") + ")");
            code.Wrapped("return 0L", SumCode.Products(word, taps, element), ";");
            code.Close();
        });
        return name + ".Of(" + Region + (isOnly ? string.Empty : ", p") + ")";
    }

    private void WriteWords(CSharpWriter code, IReadOnlyList<LaneWord> words, int[] chunk, bool isFirst, bool isLast)
    {
        Dictionary<int, string> locals = chunk.Select((tap, k) => (tap, k)).ToDictionary(pair => pair.tap, pair => "c" + pair.k);
        for (int k = 0; k < words.Count; k++)
        {
            LaneWord word = words[k];
            bool isOnly = isFirst && isLast;
            for (int piece = 0; piece < word.Pieces.Count; piece++)
            {
                int[] taps = word.Pieces[piece].Where(locals.ContainsKey).ToArray();
                string sum = Sum(k, piece, isOnly);
                string start = isFirst ? CSharpWriter.Long(word.Start(piece)) : sum;
                if (isFirst || taps.Length != 0)
                {
                    code.Wrapped(sum + " = " + start, SumCode.Products(word, taps, tap => locals[tap]), ";");
                }
            }

            if (isLast)
            {
                WriteStores(code, word, Sums(word, k, isOnly));
            }
        }
    }

    /// <summary>The local of a word's piece: one for all words where each is finished before the next begins.</summary>
    private static string Sum(int word, int piece, bool isOnly)
    {
        return isOnly ? piece == 0 ? "s" : "t" + piece : "s" + word + (piece == 0 ? string.Empty : "_" + piece);
    }

    private static string[] Sums(LaneWord word, int k, bool isOnly)
    {
        return Enumerable.Range(0, word.Pieces.Count).Select(piece => Sum(k, piece, isOnly)).ToArray();
    }

    private void WriteStores(CSharpWriter code, LaneWord word, IReadOnlyList<string> pieces)
    {
        foreach (Lane lane in word.Lanes)
        {
            string? condition = Window.Phases?.Condition(Window, lane.Sum.Channel);
            if (condition != null)
            {
                code.Open("if (" + condition + ")");
            }

            foreach (string statement in _requantisations[lane.Sum].Store(
                Target(lane.Sum), SumCode.Extract(lane, pieces), lane.Least, Result(lane.Sum.Channel)))
            {
                code.Wrapped(string.Empty, statement.Split(" + ").Select((term, i) => i == 0 ? term : " + " + term), string.Empty);
            }

            if (condition != null)
            {
                code.Close();
            }
        }
    }

    /// <summary>The element that a sum's result goes to.</summary>
    private string Target(WeightedSum sum)
    {
        return Region + "[q" + Plus(Window.Phases?.Place(sum.Channel) ?? sum.Channel) + "]";
    }

    /// <summary>What becomes of an entry of the clamp table: with a fused sum, the other input is added.</summary>
    private Func<string, string>? Result(int channel)
    {
        return _fused == null ? null : entry => _fused.Result(entry, Region + "[q" + Plus(_fused.Other.Offset - Output.Offset + channel) + "]");
    }

    private void WriteConstants(CSharpWriter code, WeightedSum[] constants)
    {
        foreach (WeightedSum sum in constants)
        {
            string? condition = Window.Phases?.Condition(Window, sum.Channel);
            code.Line((condition == null ? string.Empty : "if (" + condition + ") ") + Target(sum) + " = " + sum.Constant + ";");
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
                code.Line("c" + k + " = " + Region + "[p" + Plus(CellOffset(chunk[k])) + "];");
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
                            code.Line("c" + k + " = " + Region + "[p" + Plus(CellOffset(chunk[k])) + "];");
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

    private static void WriteChecked(CSharpWriter code, string? check, int[] locals, Action<int[]> loads)
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

    private string? RowCheck(int row, string y)
    {
        int shift = row * Window.DilationHeight;
        bool above = shift < Window.PadTop;
        bool below = (Window.OutputHeight - 1) * Window.StrideHeight - Window.PadTop + shift >= Window.InputHeight;
        return Check(y, shift, above, below, Window.InputHeight);
    }

    private string? ColumnCheck(int column)
    {
        int shift = column * Window.DilationWidth;
        bool left = shift < Window.PadLeft;
        bool right = (Window.OutputWidth - 1) * Window.StrideWidth - Window.PadLeft + shift >= Window.InputWidth;
        return Check("x", shift, left, right, Window.InputWidth);
    }

    private static string? Check(string variable, int shift, bool before, bool behind, int size)
    {
        string? first = before ? variable + " >= " + -shift : null;
        string? last = behind ? variable + " < " + (size - shift) : null;
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
    /// output that has j columns of the filter behind it is the local sk_j; that with all of them is stored.
    /// </summary>
    private void WriteSliding(CSharpWriter code, IReadOnlyList<LaneWord> words, WeightedSum[] constants)
    {
        WindowShape w = Window;
        int width = w.FilterWidth;
        int column = w.FilterHeight * w.InputDepth;
        int right = Math.Max(0, w.OutputWidth - 1 - w.PadLeft + width - w.InputWidth);
        code.Line("int p;");
        SumCode.DeclareMasks(code, words);
        RequantisationCode.DeclareLocals(code, words.SelectMany(word => word.Lanes).Select(lane => _requantisations[lane.Sum]));

        if (w.LeavesRows(0) || w.LeavesRows(w.FilterHeight - 1))
        {
            code.Line("long zero = " + Layer.Input.Tensor.ZeroPoint + ";");
        }

        code.Wrapped("long ", Enumerable.Range(0, column).Select(k => (k == 0 ? "c" : ", c") + k), ";");
        if (words.Count != 0)
        {
            code.Wrapped(
                "long ",
                words.SelectMany((word, k) => Partials(word, k)).Select((partial, i) => (i == 0 ? string.Empty : ", ") + partial.Name),
                ";");
        }

        OpenRows(code);
        for (int k = 0; k < words.Count; k++)
        {
            foreach ((string name, int piece, int columns) in Partials(words[k], k).Where(partial => partial.Columns < width))
            {
                long start = words[k].Start(piece);
                for (int before = 0; before < columns; before++)
                {
                    start += ColumnOfZeros(words[k], before, piece);
                }

                code.Line(name + " = " + (columns <= w.PadLeft ? CSharpWriter.Long(start) : "0") + ";");
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
                    code.Line("c" + k + " = " + Region + "[p" + Plus(offset) + "];");
                }
            });
        }

        for (int k = 0; k < words.Count; k++)
        {
            WriteColumns(code, words[k], k, (j, piece) => SumCode.Products(
                words[k], words[k].Pieces[piece].Where(tap => tap / w.InputDepth % width == j),
                tap => "c" + (tap / w.InputDepth / width * w.InputDepth + tap % w.InputDepth)));
        }

        if (right > 0)
        {
            code.Close();
            code.Open("else");
            for (int k = 0; k < words.Count; k++)
            {
                WriteColumns(code, words[k], k, (j, piece) => [" + " + CSharpWriter.Long(ColumnOfZeros(words[k], j, piece))]);
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
            WriteStores(code, words[k], Partials(words[k], k).Where(partial => partial.Columns == width).Select(partial => partial.Name).ToArray());
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

    /// <summary>
    /// The locals of a word: for each piece, its sum for the output that has so many columns of the filter behind it, from the piece's first on.
    /// </summary>
    private IEnumerable<(string Name, int Piece, int Columns)> Partials(LaneWord word, int k)
    {
        for (int piece = 0; piece < word.Pieces.Count; piece++)
        {
            for (int columns = FirstColumn(word, piece) + 1; columns <= Window.FilterWidth; columns++)
            {
                yield return (Partial(k, piece, columns), piece, columns);
            }
        }
    }

    private static string Partial(int word, int piece, int columns)
    {
        return "s" + word + "_" + columns + (piece == 0 ? string.Empty : "_" + piece);
    }

    private int FirstColumn(LaneWord word, int piece)
    {
        return word.Pieces[piece].Min(tap => tap / Window.InputDepth % Window.FilterWidth);
    }

    /// <summary>Adds a column of inputs to all outputs that it belongs to, the one with most columns first.</summary>
    private void WriteColumns(CSharpWriter code, LaneWord word, int k, Func<int, int, IEnumerable<string>> terms)
    {
        for (int j = Window.FilterWidth - 1; j >= 0; j--)
        {
            for (int piece = 0; piece < word.Pieces.Count && FirstColumn(word, piece) <= j; piece++)
            {
                string start = FirstColumn(word, piece) == j ? CSharpWriter.Long(word.Start(piece)) : Partial(k, piece, j);
                code.Wrapped(Partial(k, piece, j + 1) + " = " + start, terms(j, piece), ";");
            }
        }
    }

    /// <summary>What a padded column adds to a piece of a word.</summary>
    private long ColumnOfZeros(LaneWord word, int column, int piece)
    {
        return word.Pieces[piece].Where(tap => tap / Window.InputDepth % Window.FilterWidth == column)
            .Aggregate(0L, (sum, tap) => sum + word.Weight(tap) * Layer.Input.Tensor.ZeroPoint);
    }

    private static string Plus(int offset)
    {
        return offset == 0 ? string.Empty : offset < 0 ? " - " + -offset : " + " + offset;
    }
}
