// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

namespace System.IO;

public class IOException : SystemException
{
    public IOException()
    {
    }

    public IOException(string message)
    {
    }

    public IOException(string message, Exception innerException)
    {
    }
}
