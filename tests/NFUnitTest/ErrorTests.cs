// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using nanoFramework.TestFramework;

namespace TinyInterp.Tests.Device;

/// <summary>What is not a model is refused and does not crash the board.</summary>
[TestClass]
public class ErrorTests
{
    /// <summary>No bytes at all, and too few.</summary>
    [TestMethod]
    public void What_is_too_short_is_refused()
    {
        Assert.ThrowsException(typeof(ModelException), () => Models.Load(new byte[0], int.MaxValue));
        Assert.ThrowsException(typeof(ModelException), () => Models.Load(new byte[7], int.MaxValue));
    }

    /// <summary>Another identifier than TFL3.</summary>
    [TestMethod]
    public void Another_identifier_is_refused()
    {
        byte[] model = Models.Graph();
        model[4] ^= 1;

        Assert.ThrowsException(typeof(ModelException), () => Models.Load(model, int.MaxValue));
    }

    /// <summary>A file that ends early, wherever it does.</summary>
    [TestMethod]
    public void A_cut_model_is_refused()
    {
        byte[] model = Models.Graph();
        for (int length = 16; length < model.Length / 2; length += 97)
        {
            byte[] cut = new byte[length];
            System.Array.Copy(model, cut, length);

            Assert.ThrowsException(typeof(ModelException), () => Models.Load(cut, int.MaxValue));
        }
    }

    /// <summary>A kernel that is not registered is reported by its code.</summary>
    [TestMethod]
    public void A_missing_kernel_is_told()
    {
        ErrorCode code = ErrorCode.None;
        try
        {
            new MicroInterpreter(Models.Graph(), new OpResolver(), new TensorArena(int.MaxValue)).AllocateTensors();
        }
        catch (ModelException e)
        {
            code = e.Code;
        }

        Assert.AreEqual((int)ErrorCode.KernelMissing, (int)code);
    }

    /// <summary>What a debugger or a log shows begins with the number, for which tinyinterp explain has the remedy.</summary>
    [TestMethod]
    public void The_message_begins_with_the_number()
    {
        string message = string.Empty;
        try
        {
            Models.Load(new byte[7], int.MaxValue);
        }
        catch (ModelException e)
        {
            message = e.Message;
        }

        Assert.IsTrue(message.StartsWith("error " + (int)ErrorCode.ModelTooShort), message);
    }
}
