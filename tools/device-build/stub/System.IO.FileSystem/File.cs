// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.1.93.0")]

namespace System.IO;

public static class File
{
    public static bool Exists(string path)
    {
        throw null;
    }

    public static FileStream OpenRead(string path)
    {
        throw null;
    }
}

public class FileStream : Stream
{
    public FileStream(string path, FileMode mode)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access)
    {
    }

    public override bool CanRead
    {
        get { throw null; }
    }

    public override bool CanSeek
    {
        get { throw null; }
    }

    public override bool CanWrite
    {
        get { throw null; }
    }

    public override long Length
    {
        get { throw null; }
    }

    public override long Position
    {
        get { throw null; }
        set { throw null; }
    }

    public override void Close()
    {
        throw null;
    }

    protected override void Dispose(bool disposing)
    {
        throw null;
    }

    public override void Flush()
    {
        throw null;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        throw null;
    }

    public override int Read(SpanByte buffer)
    {
        throw null;
    }

    public override int ReadByte()
    {
        throw null;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        throw null;
    }

    public override void SetLength(long value)
    {
        throw null;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        throw null;
    }
}

public enum FileMode
{
    CreateNew = 1,
    Create = 2,
    Open = 3,
    OpenOrCreate = 4,
    Truncate = 5,
    Append = 6,
}

[Flags]
public enum FileAccess
{
    Read = 1,
    Write = 2,
    ReadWrite = 3,
}
