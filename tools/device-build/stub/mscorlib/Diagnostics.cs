// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

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

namespace System.Diagnostics
{
    public static class Debug
    {
        public static void WriteLine(string message)
        {
            throw null;
        }
    }
}
