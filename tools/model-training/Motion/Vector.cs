// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;

namespace TinyInterp.ModelTraining.Motion;

/// <summary>A direction or an acceleration in the sensor's axes.</summary>
internal readonly record struct Vector(double X, double Y, double Z)
{
    public static Vector operator +(Vector a, Vector b)
    {
        return new Vector(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    }

    public static Vector operator *(double factor, Vector a)
    {
        return new Vector(factor * a.X, factor * a.Y, factor * a.Z);
    }

    /// <summary>A direction of length 1, all equally likely.</summary>
    public static Vector RandomDirection(Random random)
    {
        while (true)
        {
            Vector candidate = new(2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
            double square = candidate.Dot(candidate);
            if (square is > 0.01 and <= 1)
            {
                return 1 / Math.Sqrt(square) * candidate;
            }
        }
    }

    /// <summary>A direction of length 1 at a right angle to this one, which has length 1.</summary>
    public Vector RandomPerpendicular(Random random)
    {
        while (true)
        {
            Vector other = RandomDirection(random);
            Vector part = other + (-Dot(other) * this);
            double square = part.Dot(part);
            if (square > 0.01)
            {
                return 1 / Math.Sqrt(square) * part;
            }
        }
    }

    private double Dot(Vector other)
    {
        return X * other.X + Y * other.Y + Z * other.Z;
    }
}
