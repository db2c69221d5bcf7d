// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Reflection;

[assembly: AssemblyVersion("1.7.11.0")]

namespace System
{
    public static class Environment
    {
        public static long TickCount64
        {
            get { throw null; }
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class GC
    {
        public static uint Run(bool compactHeap)
        {
            throw null;
        }
    }

    public static class SystemInfo
    {
        public static string TargetName
        {
            get { throw null; }
        }

        public static Version Version
        {
            get { throw null; }
        }
    }
}
