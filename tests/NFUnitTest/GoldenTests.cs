// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.TestFramework;
using TinyInterp.Boards;
using TinyInterp.Kernels;

namespace TinyInterp.Tests.Device;

/// <summary>Golden cases of the self-test's first set: a whole graph in int8 and operators in float32.</summary>
[TestClass]
public class GoldenTests
{
    private const int Count = 12;

    /// <summary>The first cases give the reference's outputs.</summary>
    [TestMethod]
    public void Outputs_are_those_of_the_reference()
    {
        ISelfTestData data = new SelfTestDataA();
        OpResolver resolver = new OpResolver().AddAll();
        for (int i = 0; i < Count; i++)
        {
            Assert.IsTrue(SelfTest.Passes(data, i, resolver), data.Name(i));
        }
    }

    /// <summary>An interpreter that ran before gives the same again.</summary>
    [TestMethod]
    public void A_second_invoke_gives_the_same()
    {
        ISelfTestData data = new SelfTestDataA();
        MicroInterpreter interpreter = Models.Load(data.Model(0), int.MaxValue);
        interpreter.Input(0).CopyFrom(data.Inputs(0), 0);
        interpreter.Invoke();
        byte[] first = Models.Output(interpreter);
        interpreter.Input(0).CopyFrom(data.Inputs(0), 0);
        interpreter.Invoke();

        CollectionAssert.AreEqual(first, Models.Output(interpreter));
        CollectionAssert.AreEqual(data.Outputs(0), first);
    }
}
