// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.IO;
using TinyInterp.ModelTraining;
using TinyInterp.ModelTraining.Motion;

const string Usage = "Usage: model-training sine|gestures|recording|layer-norm FOLDER";
if (args.Length != 2 || args[0] is not ("sine" or "gestures" or "recording" or "layer-norm"))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

Directory.CreateDirectory(args[1]);
switch (args[0])
{
    case "layer-norm":
        File.WriteAllBytes(InFolder("layer_norm.tflite"), LayerNormModel.Build());
        break;
    case "recording":
        File.WriteAllText(InFolder("recording.csv"), string.Join('\n', DemoRecording.Lines()) + "\n");
        break;
    default:
        Train(args[0] == "sine" ? SineTraining.Run() : GestureTraining.Run());
        break;
}

return 0;

void Train(SampleModel model)
{
    File.WriteAllBytes(InFolder(model.Name + "_float.tflite"), model.Float);
    File.WriteAllBytes(InFolder(model.Name + "_int8.tflite"), model.Int8);
    foreach (string line in model.Report)
    {
        Console.WriteLine(line);
    }
}

string InFolder(string file)
{
    return Path.Combine(args[1], file);
}
