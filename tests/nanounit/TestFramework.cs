// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;

namespace nanoFramework.TestFramework;

/// <summary>A class with tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TestClassAttribute : Attribute
{
}

/// <summary>A test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestMethodAttribute : Attribute
{
}

/// <summary>The part of the device's test framework that tests/NFUnitTest uses, on top of xunit's.</summary>
public static class Assert
{
    /// <summary>Both are equal.</summary>
    public static void AreEqual(int expected, int actual, string message = "")
    {
        Xunit.Assert.True(expected == actual, message + " expected " + expected + ", found " + actual);
    }

    /// <summary>It holds.</summary>
    public static void IsTrue(bool condition, string message = "")
    {
        Xunit.Assert.True(condition, message);
    }

    /// <summary>The action throws just that.</summary>
    public static void ThrowsException(Type exceptionType, Action action, string message = "")
    {
        Xunit.Assert.Throws(exceptionType, action);
    }
}

/// <summary>What holds of collections.</summary>
public static class CollectionAssert
{
    /// <summary>The same elements in the same order.</summary>
    public static void AreEqual(ICollection expected, ICollection actual, string message = "")
    {
        Xunit.Assert.Equal(expected, actual);
    }
}
