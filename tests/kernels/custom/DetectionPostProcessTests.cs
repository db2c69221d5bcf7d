// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Linq;
using TinyInterp.Kernels;
using TinyInterp.Schema;
using TinyInterp.Tests.Runtime;
using TinyInterp.Writer;
using Xunit;

namespace TinyInterp.Tests.Kernels.Custom;

/// <summary>Detections against the procedure written down as it is told: sort, take the best, strike out what it overlaps.</summary>
public class DetectionPostProcessTests
{
    private const int Boxes = 40;
    private const int Classes = 3;
    private const int Detections = 6;

    [Theory]
    [InlineData(false, 1, TensorType.Float32)]
    [InlineData(false, 2, TensorType.Float32)]
    [InlineData(true, 1, TensorType.Float32)]
    [InlineData(false, 1, TensorType.UInt8)]
    [InlineData(true, 1, TensorType.Int8)]
    public void Detections_are_the_best_that_do_not_overlap(bool isRegular, int perDetection, TensorType type)
    {
        MicroInterpreter interpreter = Load(type, isRegular, perDetection, 0.5f);
        Random random = new Random(11);
        Fill(interpreter, random);
        interpreter.Invoke();
        double[][] boxes = Enumerable.Range(0, Boxes).Select(b => Decode(interpreter, b)).ToArray();
        List<(int Box, int Class, float Score)> expected = new List<(int, int, float)>();
        float Score(int b, int c) => interpreter.Input(1).GetReal(b * (Classes + 1) + 1 + c);
        if (isRegular)
        {
            for (int c = 0; c < Classes; c++)
            {
                expected.AddRange(Suppress(boxes, b => Score(b, c), 100).Select(b => (b, c, Score(b, c))));
            }

            expected = expected.OrderByDescending(found => found.Score).Take(Detections).ToList();
        }
        else
        {
            foreach (int b in Suppress(boxes, b => Enumerable.Range(0, Classes).Max(c => Score(b, c)), Detections))
            {
                expected.AddRange(
                    Enumerable.Range(0, Classes).OrderByDescending(c => Score(b, c)).Take(perDetection).Select(c => (b, c, Score(b, c))));
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, interpreter.Output(3).GetReal(0));
        for (int i = 0; i < interpreter.Output(2).ElementCount; i++)
        {
            bool isFound = i < expected.Count;
            Assert.Equal(isFound ? expected[i].Class : 0, interpreter.Output(1).GetReal(i));
            Assert.Equal(isFound ? expected[i].Score : 0, interpreter.Output(2).GetReal(i), 1e-6f);
            for (int d = 0; d < 4; d++)
            {
                Assert.Equal(isFound ? boxes[expected[i].Box][d] : 0, interpreter.Output(0).GetReal(4 * i + d), 1e-5);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        interpreter.Invoke();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_box_of_no_size_is_an_error()
    {
        MicroInterpreter interpreter = Load(TensorType.Float32, false, 1, 0.5f);
        Fill(interpreter, new Random(1));
        interpreter.Input(2).SetReal(4 * 7 + 2, 0);
        Assert.Equal(ErrorCode.ValueOutOfRange, Assert.Throws<ModelException>(() => interpreter.Invoke()).Code);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    public void Impossible_thresholds_are_refused(float overlap)
    {
        ModelException error = Assert.Throws<ModelException>(() => Load(TensorType.Float32, false, 1, overlap));
        Assert.Equal(ErrorCode.CustomOptionsInvalid, error.Code);
    }

    private static void Fill(MicroInterpreter interpreter, Random random)
    {
        for (int b = 0; b < Boxes; b++)
        {
            for (int d = 0; d < 4; d++)
            {
                interpreter.Input(0).SetReal(4 * b + d, (float)(2 * random.NextDouble() - 1));
                interpreter.Input(2).SetReal(4 * b + d, (float)(0.2 + 0.6 * random.NextDouble()));
            }

            for (int c = 0; c <= Classes; c++)
            {
                interpreter.Input(1).SetReal(b * (Classes + 1) + c, (float)random.NextDouble());
            }
        }
    }

    private static double[] Decode(MicroInterpreter interpreter, int b)
    {
        double Encoding(int d) => interpreter.Input(0).GetReal(4 * b + d);
        double Anchor(int d) => interpreter.Input(2).GetReal(4 * b + d);
        double y = Encoding(0) / 10 * Anchor(2) + Anchor(0);
        double x = Encoding(1) / 10 * Anchor(3) + Anchor(1);
        double height = Math.Exp(Encoding(2) / 5) * Anchor(2);
        double width = Math.Exp(Encoding(3) / 5) * Anchor(3);
        return [y - height / 2, x - width / 2, y + height / 2, x + width / 2];
    }

    private static List<int> Suppress(double[][] boxes, Func<int, float> score, int most)
    {
        List<int> left = Enumerable.Range(0, boxes.Length).Where(b => score(b) >= 0.3f).OrderByDescending(score).ToList();
        List<int> kept = new List<int>();
        while (left.Count > 0 && kept.Count < most)
        {
            int best = left[0];
            kept.Add(best);
            left = left.Where(b => b != best && Overlap(boxes[best], boxes[b]) <= 0.5).ToList();
        }

        return kept;
    }

    private static double Overlap(double[] a, double[] b)
    {
        double height = Math.Max(0, Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]));
        double width = Math.Max(0, Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]));
        double Area(double[] box) => (box[2] - box[0]) * (box[3] - box[1]);
        return height * width / (Area(a) + Area(b) - height * width);
    }

    private static MicroInterpreter Load(TensorType type, bool isRegular, int perDetection, float overlap)
    {
        bool isFloat = type == TensorType.Float32;
        int middle = type == TensorType.UInt8 ? 128 : 0;
        ModelBuilder model = new ModelBuilder();
        int[] inputs =
        [
            model.Input("encodings", type, [1, Boxes, 4], isFloat ? null : QuantizationDef.PerTensor(1 / 100f, middle)),
            model.Input("scores", type, [1, Boxes, Classes + 1], isFloat ? null : QuantizationDef.PerTensor(1 / 256f, middle - 128)),
            model.Input("anchors", type, [Boxes, 4], isFloat ? null : QuantizationDef.PerTensor(1 / 200f, middle - 100)),
        ];
        int room = Detections * perDetection;
        int[] outputs =
        [
            model.Tensor("boxes", TensorType.Float32, [1, room, 4]),
            model.Tensor("classes", TensorType.Float32, [1, room]),
            model.Tensor("found", TensorType.Float32, [1, room]),
            model.Tensor("count", TensorType.Float32, [1]),
        ];
        byte[] options = CustomOptionsBytes.Of(
            ("max_detections", Detections), ("max_classes_per_detection", perDetection), ("use_regular_nms", isRegular),
            ("nms_score_threshold", 0.3f), ("nms_iou_threshold", overlap), ("num_classes", Classes),
            ("y_scale", 10f), ("x_scale", 10f), ("h_scale", 5f), ("w_scale", 5f));
        model.CustomOperator("TFLite_Detection_PostProcess", options, inputs, outputs);
        foreach (int tensor in outputs)
        {
            model.Output(tensor);
        }

        return Running.Load(model, new OpResolver().AddAllCustom());
    }
}
