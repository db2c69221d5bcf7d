// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Reflection;
using System.Resources;

[assembly: AssemblyVersion("1.2.32.0")]

namespace System.Resources
{
    public class ResourceManager
    {
        public ResourceManager(string baseName, Assembly assembly)
        {
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class ResourceUtility
    {
        public static object GetObject(ResourceManager rm, Enum id, int offset, int length)
        {
            throw null;
        }
    }
}
