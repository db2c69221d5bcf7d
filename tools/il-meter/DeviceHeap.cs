// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using TinyInterp.Golden;

namespace TinyInterp.IlMeter;

/// <summary>
/// Predicts what a model takes of a board's managed heap. The device build loads the model here, on .NET; the objects that then live are
/// counted in the sizes that they have on the VM, and the peak is the most that was alive at once while they were made. To these come the
/// VM itself and the assemblies, without the app's own.
/// </summary>
public sealed class DeviceHeap
{
    private readonly InstrumentedAssemblies _assemblies;
    private readonly IEngine _engine;

    /// <summary>A predictor over instrumented device builds.</summary>
    public DeviceHeap(InstrumentedAssemblies assemblies)
    {
        _assemblies = assemblies;
        _engine = Engines.Create(assemblies);
    }

    /// <summary>Loads a model as a board does and reports what it takes.</summary>
    /// <param name="model">The bytes of a .tflite file.</param>
    /// <param name="arenaBytes">The arena's budget.</param>
    /// <param name="partBytes">
    /// Bytes of the parts that the app copies the model from, each garbage once it is copied; 0 where the app has the model in one piece.
    /// </param>
    /// <exception cref="EngineException">The model cannot be run within the budget.</exception>
    public DeviceHeapReport Predict(byte[] model, int arenaBytes = int.MaxValue, int partBytes = 0)
    {
        int modelBytes = DeviceSizes.OfArray(typeof(byte), model.Length);
        int copyPeak = modelBytes + (partBytes == 0 ? 0 : DeviceSizes.OfArray(typeof(byte), Math.Min(partBytes, model.Length)));
        lock (InstrumentedAssemblies.OneAtATime)
        {
            LivePeak peak = new();
            IModelSession session;
            try
            {
                session = _engine.LoadAsApp(model, arenaBytes, () => AllocationObserver.Observer = peak.Add);
            }
            finally
            {
                AllocationObserver.Observer = null;
            }

            object interpreter = session.Interpreter;
            HeapWalk walk = new();
            int arena = ArenaArrays(interpreter).Sum(array => walk.Add(array));
            Type kernel = interpreter.GetType().Assembly.GetType("TinyInterp.Kernel", throwOnError: true)!;
            List<object> kernels = new();
            int runtime = walk.Add(interpreter, value => value == (object)model || IsKernel(value));
            int kernelBytes = kernels.Sum(value => walk.Add(value, other => other == (object)model));
            int live = arena + runtime + kernelBytes;

            // The resolver was there before the peak was watched.
            int before = live - peak.BytesOf(walk.Seen);
            Assembly[] libraries = Libraries(kernels, interpreter);
            return new DeviceHeapReport(
                SystemBytes(libraries), modelBytes, arena, runtime, kernelBytes, StaticTables(libraries), Math.Max(copyPeak, modelBytes + before + peak.Bytes), walk.Items);

            bool IsKernel(object value)
            {
                if (!kernel.IsInstanceOfType(value))
                {
                    return false;
                }

                kernels.Add(value);
                return true;
            }
        }
    }

    /// <summary>Makes a compiled model as a board does and reports what it takes. Its own arrays count as arena; it has no bytes of a model.</summary>
    /// <param name="open">Makes it from the same device builds.</param>
    public DeviceHeapReport PredictCompiled(Func<IModelSession> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        lock (InstrumentedAssemblies.OneAtATime)
        {
            LivePeak peak = new();
            object model;
            try
            {
                AllocationObserver.Observer = peak.Add;
                model = open().Interpreter;
            }
            finally
            {
                AllocationObserver.Observer = null;
            }

            HeapWalk walk = new();
            int arrays = model.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => field.FieldType.IsArray).Sum(field => walk.Add(field.GetValue(model)));
            int objects = walk.Add(model);
            int before = arrays + objects - peak.BytesOf(walk.Seen);
            Assembly[] libraries = Libraries([], model);
            return new DeviceHeapReport(SystemBytes(libraries), 0, arrays, objects, 0, StaticTables(libraries), before + peak.Bytes, walk.Items);
        }
    }

    /// <summary>The arrays of the arena: those that all interpreters share, and those of persistent memory.</summary>
    private static IEnumerable<object> ArenaArrays(object interpreter)
    {
        Type owner = interpreter.GetType().Assembly.GetType("TinyInterp.ArenaArrays", throwOnError: true)!;
        HeapWalk everything = new();
        everything.Add(interpreter);
        return everything.Seen.Where(owner.IsInstanceOfType)
            .SelectMany(arrays => DeviceSizes.FieldsOf(arrays.GetType()).Where(field => field.FieldType.IsArray).Select(field => field.GetValue(arrays)))
            .OfType<object>();
    }

    private int SystemBytes(IEnumerable<Assembly> libraries)
    {
        return AssemblyHeap.SystemBytes + libraries.Sum(library => AssemblyHeap.Of(_assemblies.PathOf(library.GetName().Name!)));
    }

    /// <summary>The assemblies of the interpreter and the kernels, and those that they refer to.</summary>
    private Assembly[] Libraries(IEnumerable<object> kernels, object interpreter)
    {
        HashSet<Assembly> assemblies = new();
        void Reach(Assembly assembly)
        {
            if (assemblies.Add(assembly))
            {
                foreach (AssemblyName name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("TinyInterp", StringComparison.Ordinal)))
                {
                    if (name.Name != typeof(DeviceHeap).Assembly.GetName().Name)
                    {
                        Reach(_assemblies.LoadFromAssemblyName(name));
                    }
                }
            }
        }

        Reach(interpreter.GetType().Assembly);
        foreach (object kernel in kernels)
        {
            Reach(kernel.GetType().Assembly);
        }

        return assemblies.ToArray();
    }

    /// <summary>Arrays of static fields.</summary>
    private static int StaticTables(IEnumerable<Assembly> assemblies)
    {
        HeapWalk walk = new();
        int bytes = 0;
        foreach (Type type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.TypeInitializer != null))
        {
            // The compiler's own classes hold delegates, which come to life as they are used.
            if (type.IsDefined(typeof(CompilerGeneratedAttribute)))
            {
                continue;
            }

            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                bytes += field.IsLiteral || field.FieldType.IsValueType ? 0 : walk.Add(field.GetValue(null));
            }
        }

        return bytes;
    }
}
