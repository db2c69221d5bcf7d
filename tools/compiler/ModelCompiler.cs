// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using TinyInterp.Compiler.Convolution;
using TinyInterp.Compiler.Depthwise;
using TinyInterp.Compiler.Elementwise;
using TinyInterp.Compiler.Graph;
using TinyInterp.Compiler.Kernels;
using TinyInterp.Compiler.Movement;
using TinyInterp.Compiler.Output;
using TinyInterp.Compiler.Pooling;
using TinyInterp.Compiler.Reduction;
using TinyInterp.Compiler.Softmax;
using TinyInterp.Compiler.Writing;

namespace TinyInterp.Compiler;

/// <summary>From the bytes of a .tflite model to C#: graph, plan, code of each layer, assemblies.</summary>
public static class ModelCompiler
{
    /// <summary>Compiles a model.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="options">Names and limits.</param>
    /// <exception cref="ModelException">The model is damaged, or no interpreter can run it.</exception>
    /// <exception cref="CompileException">It cannot be compiled as asked.</exception>
    public static CompiledSource Compile(byte[] model, CompileOptions options)
    {
        HashSet<int> asKernels = new();
        while (true)
        {
            CompiledSource source = Compile(model, options, asKernels);
            if (source.CodeBytes <= options.MaxCodeBytes)
            {
                return source;
            }

            // The layer whose code saves least for its bytes goes first: a kernel takes RAM for its weights instead. Layers without weights are
            // short and come last.
            LayerReport? worst = source.Layers.Where(layer => layer.Bytes != 0)
                .OrderBy(layer => layer.Macs == 0).ThenBy(layer => (double)layer.Macs / layer.Bytes).FirstOrDefault();
            if (worst == null)
            {
                throw new CompileException(
                    options.ModelName + ": takes " + source.CodeBytes + " bytes of code even with every layer run as a kernel; " + options.MaxCodeBytes
                        + " are allowed");
            }

            asKernels.Add(worst.Node);
        }
    }

    private static CompiledSource Compile(byte[] model, CompileOptions options, HashSet<int> asKernels)
    {
        ModelGraph graph = ModelGraph.Read(model);
        ClampTables tables = new ClampTables();
        foreach (int node in asKernels)
        {
            graph.Nodes[node].RunsAsKernel = true;
        }

        DataBudget budget = new DataBudget();
        IReadOnlyList<LayerCode> layers = Sections.Divide(model, graph, node => Layer(graph, node, tables, budget));
        StoragePlan plan = new StoragePlan(graph, layers);
        ModelWriter writer = new ModelWriter(options.ClassName, plan, tables);
        foreach (LayerCode layer in layers)
        {
            layer.Write(writer);
        }

        string modelClass = ModelClass.Write(graph, writer, options.ModelName);
        return AssemblySplit.Divide(options, writer, modelClass);
    }

    private static LayerCode? Layer(ModelGraph graph, GraphNode node, ClampTables tables, DataBudget budget)
    {
        WeightedLayer? weighted = WeightedLayer.Of(node);
        if (weighted != null)
        {
            bool isDepthwise = node.Code == Schema.BuiltinOperator.DepthwiseConv2D && weighted.Window.InputDepth > 1;
            return (LayerCode?)(isDepthwise ? DepthwiseLanes.TryNew(weighted, tables, budget) : null) ?? LiteralConvolution.New(graph, weighted, tables);
        }

        return (LayerCode?)PoolCode.TryNew(node) ?? SoftmaxCode.TryNew(node) ?? TableCode.TryNew(node)
            ?? ScaledSumCode.TryNew(node, tables) ?? ProductCode.TryNew(node, tables)
            ?? (LayerCode?)ReductionCode.TryNew(node, tables) ?? MovementCode.TryNew(node);
    }
}
