// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using TinyInterp.Schema;

namespace TinyInterp.Kernels;

/// <summary>
/// TFLite_Detection_PostProcess. Decodes boxes from encodings and anchors: centre = e.yx / scale.yx · anchor.hw + anchor.yx, half size =
/// exp(e.hw / scale.hw) · anchor.hw / 2. Then non-maximum suppression selects the best boxes: the box with the highest score is taken,
/// and every box whose intersection over union with it is above the threshold is dropped, again and again. Scores are taken over all
/// classes at once, or, with use_regular_nms, for each class.
/// </summary>
/// <remarks>
/// Searching for the highest score each time costs detections · boxes comparisons, but needs no sort; of equal scores the first is taken.
/// With several classes per detection, the outputs follow each other without gaps, which differs from the reference.
/// </remarks>
/// <supports>float32, uint8 and int8 inputs, float32 outputs; one image; boxes of no size are an error</supports>
public sealed class DetectionPostProcess : Kernel
{
    private Tensor _encodings;
    private Tensor _predictions;
    private Tensor _anchors;
    private Tensor _boxes;
    private Tensor _classes;
    private Tensor _scores;
    private Tensor _count;
    private int _decoded;
    private int _best;
    private int _state;
    private int _scales;
    private int _picks;
    private int _pickBoxes;
    private int _pickClasses;
    private int _maxDetections;
    private int _classesPerDetection;
    private int _detectionsPerClass;
    private int _classCount;
    private float _minScore;
    private float _maxOverlap;
    private bool _isRegular;
    private int _subgraph;
    private int _node;

    /// <inheritdoc/>
    public override void Prepare(PrepareContext context)
    {
        context.RequireInputs(3, 3);
        context.RequireOutputs(4);
        _encodings = Input(context, 0, 3);
        _predictions = Input(context, 1, 3);
        _anchors = Input(context, 2, 2);
        _boxes = Output(context, 0);
        _classes = Output(context, 1);
        _scores = Output(context, 2);
        _count = Output(context, 3);
        int boxes = _encodings.Shape[1];
        context.RequireDimension(_encodings, 0, 1);
        context.RequireDimension(_predictions, 0, 1);
        context.RequireDimension(_predictions, 1, boxes);
        context.RequireDimension(_anchors, 0, boxes);
        context.RequireDimension(_anchors, 1, 4);
        if (_encodings.Shape[2] < 4)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _encodings, 4, _encodings.Shape[2]);
        }

        ReadOptions(context);
        long room = _isRegular ? _maxDetections : (long)_maxDetections * _classesPerDetection;
        if (_scores.ElementCount < room)
        {
            throw context.Error(ErrorCode.ShapeMismatch, _scores, room, _scores.ElementCount);
        }

        context.RequireElementCount(_classes, _scores.ElementCount);
        context.RequireElementCount(_boxes, 4 * _scores.ElementCount);
        context.RequireElementCount(_count, 1);
        _decoded = context.Scratch(TensorType.Float32, 4 * boxes);
        _best = context.Scratch(TensorType.Float32, boxes);
        _state = context.Scratch(TensorType.Bool, boxes > _classCount ? boxes : _classCount);
        _picks = context.Scratch(TensorType.Float32, _maxDetections);
        _pickBoxes = context.Scratch(TensorType.Int32, _maxDetections);
        _pickClasses = context.Scratch(TensorType.Int32, _maxDetections);
        _subgraph = context.SubgraphIndex;
        _node = context.Node;
    }

    /// <inheritdoc/>
    public override void Eval()
    {
        DecodeBoxes();
        Array.Clear(_boxes.Float32, _boxes.Offset, _boxes.ElementCount);
        Array.Clear(_classes.Float32, _classes.Offset, _classes.ElementCount);
        Array.Clear(_scores.Float32, _scores.Offset, _scores.ElementCount);
        int found = _isRegular ? DetectByClass() : DetectOverClasses();
        _count.Float32[_count.Offset] = found;
    }

    private static Tensor Input(PrepareContext context, int index, int rank)
    {
        Tensor tensor = context.Input(index);
        context.RequireType(tensor, TypeSet.Float32 | TypeSet.UInt8 | TypeSet.Int8);
        context.RequireRank(tensor, rank, rank);
        if (tensor.Type != TensorType.Float32)
        {
            context.RequireQuantized(tensor);
        }

        return tensor;
    }

    private static Tensor Output(PrepareContext context, int index)
    {
        Tensor tensor = context.Output(index);
        context.RequireType(tensor, TypeSet.Float32);
        return tensor;
    }

    private void ReadOptions(PrepareContext context)
    {
        FlexBufferReader options = CustomOptions.Of(context);
        int depth = _predictions.Shape[2];
        _maxDetections = CustomOptions.InRange(context, options, "max_detections", 1, _scores.ElementCount);
        _isRegular = options.Bool("use_regular_nms", false);
        _detectionsPerClass = options.Int32("detections_per_class", 100);

        // One more class than num_classes means that the first is the background.
        _classCount = CustomOptions.InRange(context, options, "num_classes", depth > 1 ? depth - 1 : 1, depth);
        _classesPerDetection = CustomOptions.InRange(context, options, "max_classes_per_detection", 1, int.MaxValue);
        _classesPerDetection = _classesPerDetection < _classCount ? _classesPerDetection : _classCount;
        _minScore = options.Single("nms_score_threshold");
        _maxOverlap = options.Single("nms_iou_threshold");
        _scales = context.Persistent(TensorType.Float32, 4);
        float[] memory = Memory.Float32;
        memory[_scales] = options.Single("y_scale");
        memory[_scales + 1] = options.Single("x_scale");
        memory[_scales + 2] = options.Single("h_scale");
        memory[_scales + 3] = options.Single("w_scale");
        bool areScalesRight = memory[_scales] != 0 && memory[_scales + 1] != 0 && memory[_scales + 2] != 0 && memory[_scales + 3] != 0;
        if (!areScalesRight || !(_maxOverlap > 0 && _maxOverlap <= 1) || _detectionsPerClass < 1)
        {
            throw context.Error(ErrorCode.CustomOptionsInvalid, null, 1, _detectionsPerClass);
        }
    }

    /// <summary>The real value of an element of an input.</summary>
    private static float Real(Tensor tensor, int index)
    {
        if (tensor.Type == TensorType.Float32)
        {
            return tensor.Float32[tensor.Offset + index];
        }

        int stored = tensor.Int8[tensor.Offset + index];
        stored = tensor.Type == TensorType.UInt8 ? stored & 0xFF : stored;
        return (float)(stored - tensor.ZeroPoint) * tensor.Scale;
    }

    /// <summary>Computes the corners of all boxes: lowest y, lowest x, highest y, highest x.</summary>
    private void DecodeBoxes()
    {
        float[] decoded = Memory.Scratch.Float32;
        int stride = _encodings.Shape[2];
        int boxes = _encodings.Shape[1];
        for (int b = 0; b < boxes; b++)
        {
            for (int d = 0; d < 2; d++)
            {
                double size = Real(_anchors, 4 * b + 2 + d);
                float center = (float)((double)Real(_encodings, stride * b + d) / Memory.Float32[_scales + d] * size
                    + Real(_anchors, 4 * b + d));
                float half = (float)(0.5
                    * Math.Exp((double)Real(_encodings, stride * b + 2 + d) / Memory.Float32[_scales + 2 + d]) * size);
                float least = center - half;
                float greatest = center + half;
                if (least >= greatest)
                {
                    throw new ModelException(ErrorCode.ValueOutOfRange, _subgraph, _node, _encodings.Index, 0, b);
                }

                decoded[_decoded + 4 * b + d] = least;
                decoded[_decoded + 4 * b + 2 + d] = greatest;
            }
        }
    }

    /// <summary>One suppression over all classes: a box has the score of its best class.</summary>
    private int DetectOverClasses()
    {
        int boxes = _encodings.Shape[1];
        int depth = _predictions.Shape[2];
        int background = depth - _classCount;
        float[] best = Memory.Scratch.Float32;
        for (int b = 0; b < boxes; b++)
        {
            float max = Real(_predictions, b * depth + background);
            for (int c = 1; c < _classCount; c++)
            {
                float score = Real(_predictions, b * depth + background + c);
                max = score > max ? score : max;
            }

            best[_best + b] = max;
        }

        BeginPicking();
        int found = 0;
        for (int detection = 0; detection < _maxDetections; detection++)
        {
            int box = Pick();
            if (box < 0)
            {
                break;
            }

            Memory.Scratch.Int32[_pickBoxes + detection] = box;
            found++;
        }

        // The marks are free again. Here they mark the classes of a box that have been output.
        sbyte[] marks = Memory.Scratch.Int8;
        int place = 0;
        for (int detection = 0; detection < found; detection++)
        {
            int box = Memory.Scratch.Int32[_pickBoxes + detection];
            Array.Clear(marks, _state, _classCount);
            for (int k = 0; k < _classesPerDetection; k++)
            {
                int chosen = -1;
                float max = 0;
                for (int c = 0; c < _classCount; c++)
                {
                    float score = Real(_predictions, box * depth + background + c);
                    if (marks[_state + c] == 0 && (chosen < 0 || score > max))
                    {
                        chosen = c;
                        max = score;
                    }
                }

                marks[_state + chosen] = 1;
                Write(place++, box, chosen, max);
            }
        }

        return place;
    }

    /// <summary>One suppression per class. The best detections of all classes are kept.</summary>
    private int DetectByClass()
    {
        int boxes = _encodings.Shape[1];
        int depth = _predictions.Shape[2];
        int background = depth - _classCount;
        int found = 0;
        for (int c = 0; c < _classCount; c++)
        {
            for (int b = 0; b < boxes; b++)
            {
                Memory.Scratch.Float32[_best + b] = Real(_predictions, b * depth + background + c);
            }

            BeginPicking();
            for (int detection = 0; detection < _detectionsPerClass; detection++)
            {
                int box = Pick();
                if (box < 0)
                {
                    break;
                }

                found = Insert(found, box, c, Memory.Scratch.Float32[_best + box]);
            }
        }

        for (int i = 0; i < found; i++)
        {
            Write(i, Memory.Scratch.Int32[_pickBoxes + i], Memory.Scratch.Int32[_pickClasses + i], Memory.Scratch.Float32[_picks + i]);
        }

        return found;
    }

    /// <summary>
    /// Inserts a detection by score into those found so far, after equal ones. If there are too many, the last is dropped.
    /// </summary>
    private int Insert(int found, int box, int chosen, float score)
    {
        float[] picks = Memory.Scratch.Float32;
        int[] memory = Memory.Scratch.Int32;
        int place = found;
        while (place > 0 && score > picks[_picks + place - 1])
        {
            place--;
        }

        if (place == _maxDetections)
        {
            return found;
        }

        for (int i = found < _maxDetections ? found : found - 1; i > place; i--)
        {
            picks[_picks + i] = picks[_picks + i - 1];
            memory[_pickBoxes + i] = memory[_pickBoxes + i - 1];
            memory[_pickClasses + i] = memory[_pickClasses + i - 1];
        }

        picks[_picks + place] = score;
        memory[_pickBoxes + place] = box;
        memory[_pickClasses + place] = chosen;
        return found < _maxDetections ? found + 1 : found;
    }

    /// <summary>Marks the boxes whose score reaches the minimum.</summary>
    private void BeginPicking()
    {
        int boxes = _encodings.Shape[1];
        for (int b = 0; b < boxes; b++)
        {
            Memory.Scratch.Int8[_state + b] = (sbyte)(Memory.Scratch.Float32[_best + b] >= _minScore ? 1 : 0);
        }
    }

    /// <summary>
    /// Takes the marked box with the highest score. Unmarks it and every box that overlaps it by more than the threshold. Returns -1 if
    /// no box is marked.
    /// </summary>
    private int Pick()
    {
        int boxes = _encodings.Shape[1];
        sbyte[] marks = Memory.Scratch.Int8;
        float[] best = Memory.Scratch.Float32;
        int mark = _state;
        int score = _best;
        int picked = -1;
        float max = 0;
        for (int b = 0; b < boxes; b++)
        {
            if (marks[mark + b] != 0 && (picked < 0 || best[score + b] > max))
            {
                picked = b;
                max = best[score + b];
            }
        }

        if (picked < 0)
        {
            return picked;
        }

        marks[mark + picked] = 0;
        for (int b = 0; b < boxes; b++)
        {
            if (marks[mark + b] != 0 && Overlap(_decoded + 4 * picked, _decoded + 4 * b) > _maxOverlap)
            {
                marks[mark + b] = 0;
            }
        }

        return picked;
    }

    /// <summary>Intersection over union of two boxes.</summary>
    private float Overlap(int a, int b)
    {
        float[] corners = Memory.Scratch.Float32;
        float height = Least(corners[a + 2], corners[b + 2]) - Greatest(corners[a], corners[b]);
        float width = Least(corners[a + 3], corners[b + 3]) - Greatest(corners[a + 1], corners[b + 1]);
        if (height <= 0 || width <= 0)
        {
            return 0;
        }

        float areaOfA = (corners[a + 2] - corners[a]) * (corners[a + 3] - corners[a + 1]);
        float areaOfB = (corners[b + 2] - corners[b]) * (corners[b + 3] - corners[b + 1]);
        if (areaOfA <= 0 || areaOfB <= 0)
        {
            return 0;
        }

        float shared = height * width;
        return shared / (areaOfA + areaOfB - shared);
    }

    private static float Least(float a, float b)
    {
        return a < b ? a : b;
    }

    private static float Greatest(float a, float b)
    {
        return a > b ? a : b;
    }

    private void Write(int place, int box, int chosen, float score)
    {
        Array.Copy(Memory.Scratch.Float32, _decoded + 4 * box, _boxes.Float32, _boxes.Offset + 4 * place, 4);
        _classes.Float32[_classes.Offset + place] = chosen;
        _scores.Float32[_scores.Offset + place] = score;
    }
}

/// <content>TFLite_Detection_PostProcess.</content>
public static partial class CustomKernels
{
    /// <summary>TFLite_Detection_PostProcess.</summary>
    public static OpResolver AddDetectionPostProcess(this OpResolver resolver)
    {
        return resolver.AddCustom("TFLite_Detection_PostProcess", static () => new DetectionPostProcess());
    }
}
