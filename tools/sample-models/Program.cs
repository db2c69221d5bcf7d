// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using TinyInterp.SampleModels;

const string Usage = "Usage: sample-models sine|gestures FOLDER";
if (args.Length != 2 || args[0] is not ("sine" or "gestures"))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

SampleModel model = args[0] == "sine" ? SineTraining.Run() : GestureTraining.Run();
Directory.CreateDirectory(args[1]);
File.WriteAllBytes(Path.Combine(args[1], model.Name + "_float.tflite"), model.Float);
File.WriteAllBytes(Path.Combine(args[1], model.Name + "_int8.tflite"), model.Int8);
foreach (string line in model.Report)
{
    Console.WriteLine(line);
}

return 0;
