// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.ModelTraining.Motion;

/// <summary>
/// Synthesises what an accelerometer would report, in g at 50 samples a second: gravity from any side, a slow drift, noise, and the
/// gesture on top. It stands in for recordings, which the project does not have.
/// </summary>
public static class MotionSynthesizer
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 50;

    /// <summary>Numbers of a sample: x, y and z.</summary>
    public const int Axes = 3;

    // The sensor's range in samples/accelerometer.
    private const double FullScale = 4;

    private const double NoiseLevel = 0.02;

    /// <summary>Samples of one gesture, x, y and z of each in turn.</summary>
    /// <param name="gesture">What the hand does all the time.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="random">Draws orientation, strength, speed and noise.</param>
    public static double[] Synthesize(Gesture gesture, int count, Random random)
    {
        Vector gravity = Vector.RandomDirection(random);
        Func<double, Vector> drift = Oscillation(Vector.RandomDirection(random), 0.1 * random.NextDouble(), Between(random, 0.2, 0.6), random);
        Func<double, Vector> motion = MotionOf(gesture, random);
        double[] samples = new double[count * Axes];
        for (int i = 0; i < count; i++)
        {
            double seconds = (double)i / SampleRate;
            Vector sum = gravity + drift(seconds) + motion(seconds);
            samples[i * Axes] = Measured(sum.X, random);
            samples[i * Axes + 1] = Measured(sum.Y, random);
            samples[i * Axes + 2] = Measured(sum.Z, random);
        }

        return samples;
    }

    private static Func<double, Vector> MotionOf(Gesture gesture, Random random)
    {
        switch (gesture)
        {
            case Gesture.Shake:
                return Oscillation(Vector.RandomDirection(random), Between(random, 0.6, 2), Between(random, 2.5, 5), random);
            case Gesture.Circle:
                return Circle(random);
            case Gesture.Knock:
                return Knocks(random);
            default:
                return _ => default;
        }
    }

    private static Func<double, Vector> Oscillation(Vector direction, double strength, double frequency, Random random)
    {
        double phase = 2 * Math.PI * random.NextDouble();
        return seconds => strength * Math.Sin(2 * Math.PI * frequency * seconds + phase) * direction;
    }

    private static Func<double, Vector> Circle(Random random)
    {
        Vector first = Vector.RandomDirection(random);
        Vector second = first.RandomPerpendicular(random);
        double strength = Between(random, 0.3, 0.9);
        double frequency = Between(random, 0.8, 1.6);
        double phase = 2 * Math.PI * random.NextDouble();
        return seconds =>
        {
            double angle = 2 * Math.PI * frequency * seconds + phase;
            return (strength * Math.Cos(angle) * first) + (strength * Math.Sin(angle) * second);
        };
    }

    /// <summary>Each knock rings for some hundredths of a second; the first lies somewhere in the first third of a second.</summary>
    private static Func<double, Vector> Knocks(Random random)
    {
        Vector direction = Vector.RandomDirection(random);
        double strength = Between(random, 0.8, 3);
        double frequency = Between(random, 12, 22);
        double decay = Between(random, 0.02, 0.05);
        double first = Between(random, 0, 0.33);
        double pause = Between(random, 0.33, 0.8);
        return seconds =>
        {
            double since = seconds - first;
            if (since < 0)
            {
                return default;
            }

            double inKnock = since % pause;
            return strength * Math.Exp(-inKnock / decay) * Math.Cos(2 * Math.PI * frequency * inKnock) * direction;
        };
    }

    private static double Measured(double value, Random random)
    {
        // The sum of twelve even draws is close to a normal distribution of deviation 1.
        double noise = -6;
        for (int i = 0; i < 12; i++)
        {
            noise += random.NextDouble();
        }

        return Math.Clamp(value + NoiseLevel * noise, -FullScale, FullScale);
    }

    private static double Between(Random random, double low, double high)
    {
        return low + (high - low) * random.NextDouble();
    }
}
