// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using TinyInterp.Golden;
using TinyInterp.Schema;

namespace TinyInterp.IlMeter;

/// <summary>
/// Runs models on the instrumented device builds. Counts depend on model and inputs alone: the same call gives the same numbers on every
/// machine. Counters are static, so one profiler at a time.
/// </summary>
public sealed class IlProfiler
{
    private readonly InstrumentedAssemblies _assemblies;
    private readonly IEngine _engine;

    /// <summary>A profiler over device builds and the stubs they were built against.</summary>
    public IlProfiler(string deviceFolder, string stubFolder)
    {
        _assemblies = new InstrumentedAssemblies(deviceFolder, stubFolder);
        _engine = Engines.Create(_assemblies);
    }

    /// <summary>A profiler over the device builds beside this program.</summary>
    public static IlProfiler OfThisProgram()
    {
        return new IlProfiler(DeviceLoadContext.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "device-stub"));
    }

    /// <summary>Invokes a model once on inputs that look random but are always the same.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="arenaBytes">The arena's budget; kernels that have less memory may be slower.</param>
    /// <exception cref="EngineException">The model cannot be run.</exception>
    public ModelProfile Profile(byte[] model, int arenaBytes = int.MaxValue)
    {
        Random random = new Random(1);
        return Profile(model, arenaBytes, (_, tensor) => Sample(tensor, random));
    }

    /// <summary>Invokes a model once on given inputs.</summary>
    /// <exception cref="EngineException">The model cannot be run, or an input is too short.</exception>
    public ModelProfile Profile(byte[] model, IReadOnlyList<byte[]> inputs)
    {
        return Profile(model, int.MaxValue, (i, _) => inputs[i]);
    }

    private ModelProfile Profile(byte[] model, int arenaBytes, Func<int, TensorInfo, byte[]> inputOf)
    {
        // Loading counts as well, and must not count for somebody else's measurement.
        lock (InstrumentedAssemblies.OneAtATime)
        {
            IModelSession session = _engine.Load(model, arenaBytes);
            for (int i = 0; i < session.InputCount; i++)
            {
                session.SetInput(i, inputOf(i, session.Input(i)));
            }

            return Profile(session);
        }
    }

    /// <summary>A tensor's worth of bytes: integers over the whole range of small types, indices and shapes 0, floats in [-1, 1).</summary>
    public static byte[] Sample(TensorInfo tensor, Random random)
    {
        byte[] bytes = new byte[tensor.ByteCount];
        switch (tensor.Type)
        {
            case TensorType.Int8:
            case TensorType.UInt8:
            case TensorType.Int16:
                random.NextBytes(bytes);
                break;
            case TensorType.Bool:
                for (int i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)random.Next(2);
                }

                break;
            case TensorType.Float32:
                for (int i = 0; i < bytes.Length; i += 4)
                {
                    BitConverter.TryWriteBytes(bytes.AsSpan(i), (float)(random.NextDouble() * 2 - 1));
                }

                break;
        }

        return bytes;
    }

    private ModelProfile Profile(IModelSession session)
    {
        Recorder recorder = new Recorder(_assemblies);
        session.SetProfiler(recorder.Begin, recorder.End);
        IlReading total = _assemblies.Measure(() => session.Invoke());
        return new ModelProfile(total, recorder.Nodes);
    }

    /// <summary>Takes a reading before and behind each node, and gives a node that calls others only what they did not use.</summary>
    private sealed class Recorder
    {
        private readonly InstrumentedAssemblies _assemblies;
        private readonly Dictionary<(int Subgraph, int Node), NodeProfile> _byPlace = new();
        private readonly List<NodeProfile> _nodes = new();
        private readonly Stack<(NodeProfile Node, IlReading Start)> _running = new();

        internal Recorder(InstrumentedAssemblies assemblies)
        {
            _assemblies = assemblies;
        }

        internal IReadOnlyList<NodeProfile> Nodes => _nodes;

        internal void Begin(int subgraph, int node)
        {
            if (!_byPlace.TryGetValue((subgraph, node), out NodeProfile? profile))
            {
                profile = new NodeProfile(subgraph, node);
                _byPlace.Add((subgraph, node), profile);
                _nodes.Add(profile);
            }

            profile.Runs++;
            _running.Push((profile, _assemblies.Read()));
        }

        internal void End(int subgraph, int node)
        {
            (NodeProfile profile, IlReading start) = _running.Pop();
            IlReading used = _assemblies.Read().Since(start);
            Add(profile, used, 1);
            if (_running.Count != 0)
            {
                Add(_running.Peek().Node, used, -1);
            }
        }

        private static void Add(NodeProfile profile, IlReading reading, int sign)
        {
            profile.Instructions += sign * reading.Instructions;
            profile.Units += sign * reading.Units;
            profile.Allocations += sign * reading.Allocations;
        }
    }
}
