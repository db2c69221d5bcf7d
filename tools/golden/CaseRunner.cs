// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace TinyInterp.Golden;

/// <summary>Runs cases on a build of the runtime.</summary>
public static class CaseRunner
{
    /// <summary>Runs one case.</summary>
    /// <exception cref="CaseFormatException">A file of the case is damaged.</exception>
    public static CaseResult Run(GoldenCase golden, IEngine engine)
    {
        CaseResult result = RunOnce(golden, engine);

        // The first time that code runs, .NET may allocate on its own behalf; the second time only the code itself does.
        return result.AllocatedBytes == 0 ? result : RunOnce(golden, engine);
    }

    /// <summary>Runs cases on all processors.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="engine">The build.</param>
    /// <param name="done">Called after each case, from any thread; may be null.</param>
    /// <returns>The results in the order of the cases.</returns>
    /// <exception cref="CaseFormatException">A file of a case is damaged.</exception>
    public static IReadOnlyList<CaseResult> Run(IReadOnlyList<GoldenCase> cases, IEngine engine, Action? done = null)
    {
        CaseResult[] results = new CaseResult[cases.Count];
        int next = -1;
        Task[] workers = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, cases.Count)).Select(_ => Task.Run(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < cases.Count; i = Interlocked.Increment(ref next))
            {
                results[i] = Run(cases[i], engine);
                done?.Invoke();
            }
        })).ToArray();
        try
        {
            Task.WaitAll(workers);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<CaseFormatException>().Any())
        {
            CaseFormatException first = e.InnerExceptions.OfType<CaseFormatException>().First();
            throw new CaseFormatException(first.Message, e);
        }

        return results;
    }

    private static CaseResult RunOnce(GoldenCase golden, IEngine engine)
    {
        List<OutputDifference> differences = new List<OutputDifference>();
        long allocated = 0;
        try
        {
            byte[] model = golden.ReadModel();
            IModelSession? session = null;
            for (int set = 0; set < golden.SetCount; set++)
            {
                if (session == null || !golden.IsStateful)
                {
                    session = engine.Load(model);
                }

                string? mismatch = SetInputs(golden, session, set);
                if (mismatch != null)
                {
                    return new CaseResult(golden, differences, mismatch, allocated);
                }

                allocated = Math.Max(allocated, session.Invoke());
                mismatch = CompareOutputs(golden, session, set, differences);
                if (mismatch != null)
                {
                    return new CaseResult(golden, differences, mismatch, allocated);
                }
            }
        }
        catch (EngineException e)
        {
            return new CaseResult(golden, differences, e.Message, allocated);
        }
        catch (Exception e) when (e is not CaseFormatException)
        {
            // Nothing but ModelException may leave the runtime; where something does, the other cases still want to run.
            return new CaseResult(golden, differences, e.GetType().Name + ": " + e.Message + Place(e), allocated);
        }

        return new CaseResult(golden, differences, null, allocated);
    }

    private static string? SetInputs(GoldenCase golden, IModelSession session, int set)
    {
        if (golden.Inputs[set].Count != session.InputCount)
        {
            return "set " + set + " has " + golden.Inputs[set].Count + " inputs, the model " + session.InputCount;
        }

        for (int i = 0; i < session.InputCount; i++)
        {
            byte[] bytes = golden.ReadInput(set, i);
            if (bytes.Length != session.Input(i).ByteCount)
            {
                return "set " + set + ", input " + i + " has " + bytes.Length + " bytes, the model's has " + session.Input(i).ByteCount;
            }

            session.SetInput(i, bytes);
        }

        return null;
    }

    private static string? CompareOutputs(GoldenCase golden, IModelSession session, int set, List<OutputDifference> differences)
    {
        if (golden.Outputs[set].Count != session.OutputCount)
        {
            return "set " + set + " has " + golden.Outputs[set].Count + " outputs, the model " + session.OutputCount;
        }

        for (int i = 0; i < session.OutputCount; i++)
        {
            byte[] want = golden.ReadOutput(set, i);
            byte[] got = session.GetOutput(i);
            if (want.Length != got.Length)
            {
                return "set " + set + ", output " + i + " has " + want.Length + " bytes, the model's has " + got.Length;
            }

            OutputDifference? difference = OutputComparer.Compare(session.Output(i), got, want, set, i);
            if (difference != null)
            {
                differences.Add(difference);
            }
        }

        return null;
    }

    /// <summary>Where an exception was thrown, in a few words.</summary>
    private static string Place(Exception e)
    {
        string? frame = e.StackTrace?.Split('\n').FirstOrDefault()?.Trim();
        return frame == null ? string.Empty : " (" + frame + ")";
    }
}
