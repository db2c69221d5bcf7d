// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections;
using System.Reflection;

[assembly: AssemblyVersion("3.0.80.0")]

namespace nanoFramework.TestFramework;

public sealed class Assert
{
    public static void AreEqual(int expected, int actual, string message = "")
    {
        throw null;
    }

    public static void AreEqual(long expected, long actual, string message = "")
    {
        throw null;
    }

    public static void AreEqual(string expected, string actual, string message = "")
    {
        throw null;
    }

    public static void IsTrue(bool condition, string message = "")
    {
        throw null;
    }

    public static void IsFalse(bool condition, string message = "")
    {
        throw null;
    }

    public static void ThrowsException(Type exceptionType, Action action, string message = "")
    {
        throw null;
    }
}

public sealed class CollectionAssert
{
    public static void AreEqual(ICollection expected, ICollection actual, string message = "")
    {
        throw null;
    }
}
