// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System.Reflection
{
    public abstract class MemberInfo
    {
        public abstract string Name { get; }
    }

    public class Assembly
    {
    }
}

namespace System
{
    public abstract class Type : Reflection.MemberInfo
    {
        public abstract string FullName { get; }

        public abstract Reflection.Assembly Assembly { get; }

        public static Type GetTypeFromHandle(RuntimeTypeHandle handle)
        {
            throw null;
        }
    }

    public struct RuntimeTypeHandle
    {
    }

    public struct RuntimeFieldHandle
    {
    }

    public struct RuntimeMethodHandle
    {
    }
}
