// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using System.Linq;
using HelloWorld;
using TinyInterp.ModelTraining;
using Xunit;

namespace TinyInterp.Tests.Samples;

/// <summary>samples/hello-world, and the network that it runs.</summary>
public class HelloWorldTests
{
    [Theory]
    [InlineData("desktop")]
    [InlineData("device")]
    public void The_network_knows_the_sine(string build)
    {
        SampleAssembly sample = SampleAssembly.Load("HelloWorld", build);
        dynamic interpreter = sample.Call("SineModelKernels", "NewInterpreter", (object)sample.Call("SineModel", "Load"));

        for (int degrees = 0; degrees < 360; degrees++)
        {
            interpreter.Input(0).SetReal(0, (float)(degrees * Math.PI / 180));
            interpreter.Invoke();
            float sine = interpreter.Output(0).GetReal(0);
            Assert.InRange(sine, Math.Sin(degrees * Math.PI / 180) - 0.06, Math.Sin(degrees * Math.PI / 180) + 0.06);
        }
    }

    [Fact]
    public void The_program_prints_what_its_page_shows()
    {
        DotnetRun run = DotnetRun.OfSample("HelloWorld");

        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(36, lines.Length);
        string page = File.ReadAllText(RepositoryFiles.At("samples", "hello-world", "README.md")).ReplaceLineEndings("\n");
        Assert.Contains(string.Concat(lines.Take(3).Select(line => "    " + line + "\n")), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0f, "  0     0                      *")]
    [InlineData(90, 1f, " 90   100                                          *")]
    [InlineData(270, -1f, "270  -100  *")]
    [InlineData(270, -7f, "270  -700  *")]
    public void The_plot_has_the_value_and_its_place(int degrees, float value, string line)
    {
        Assert.Equal(line, SinePlot.Line(degrees, value));
    }

    [Fact]
    public void The_embedded_bytes_are_the_model_file()
    {
        Assert.Equal(File.ReadAllBytes(RepositoryFiles.At("models", "sine", "sine_int8.tflite")), SineModel.Load());
    }

    [Theory]
    [InlineData("sine_float.tflite", 0.0125)]
    [InlineData("sine_int8.tflite", 0.0444)]
    public void The_model_is_as_good_as_its_page_says(string file, double largestError)
    {
        byte[] model = File.ReadAllBytes(RepositoryFiles.At("models", "sine", file));

        Assert.Equal(largestError, SineTraining.LargestError(model), 4);
    }

    [Fact]
    public void Training_again_gives_as_good_a_model()
    {
        SampleModel model = SineTraining.Run();

        Assert.InRange(SineTraining.LargestError(model.Float), 0, 0.03);
        Assert.InRange(SineTraining.LargestError(model.Int8), 0, 0.07);
    }
}
