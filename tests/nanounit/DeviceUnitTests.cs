// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using nanoFramework.TestFramework;
using Xunit;
using Assert = Xunit.Assert;

namespace TinyInterp.Tests.NanoUnit;

/// <summary>Runs the device's own unit tests, tests/NFUnitTest, on the desktop.</summary>
public class DeviceUnitTests
{
    /// <summary>Every test method, as class and method.</summary>
    public static TheoryData<string, string> Methods()
    {
        TheoryData<string, string> data = new TheoryData<string, string>();
        foreach (Type type in typeof(DeviceUnitTests).Assembly.GetTypes().Where(type => type.IsDefined(typeof(TestClassAttribute))))
        {
            foreach (MethodInfo method in type.GetMethods().Where(method => method.IsDefined(typeof(TestMethodAttribute))))
            {
                data.Add(type.FullName!, method.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Device_test_passes(string type, string method)
    {
        object instance = Activator.CreateInstance(typeof(DeviceUnitTests).Assembly.GetType(type)!)!;
        Action run = instance.GetType().GetMethod(method)!.CreateDelegate<Action>(instance);

        run();
    }

    [Fact]
    public void Every_device_test_is_run()
    {
        int written = Directory.GetFiles(RepositoryFiles.At("tests", "NFUnitTest"), "*.cs")
            .Sum(file => Regex.Matches(File.ReadAllText(file), @"^\s*\[TestMethod\]", RegexOptions.Multiline).Count);

        Assert.True(written > 0);
        Assert.Equal(written, Methods().Count());
    }
}
