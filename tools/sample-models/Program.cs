// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using TinyInterp.SampleModels;

const string Usage = "Usage: sample-models sine|gestures|layer-norm FOLDER";
if (args.Length != 2 || args[0] is not ("sine" or "gestures" or "layer-norm"))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

Directory.CreateDirectory(args[1]);
if (args[0] == "layer-norm")
{
    Write("layer_norm", LayerNormModel.Build());
    return 0;
}

SampleModel model = args[0] == "sine" ? SineTraining.Run() : GestureTraining.Run();
Write(model.Name + "_float", model.Float);
Write(model.Name + "_int8", model.Int8);
foreach (string line in model.Report)
{
    Console.WriteLine(line);
}

return 0;

void Write(string name, byte[] bytes)
{
    File.WriteAllBytes(Path.Combine(args[1], name + ".tflite"), bytes);
}
