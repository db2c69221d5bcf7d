// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Reflection;

[assembly: AssemblyVersion("1.1.96.0")]

namespace System.IO;

public abstract class Stream : MarshalByRefObject, IDisposable
{
    public abstract bool CanRead { get; }

    public abstract bool CanSeek { get; }

    public abstract bool CanWrite { get; }

    public abstract long Length { get; }

    public abstract long Position { get; set; }

    public virtual void Close()
    {
        throw null;
    }

    public void Dispose()
    {
        throw null;
    }

    protected virtual void Dispose(bool disposing)
    {
        throw null;
    }

    public abstract void Flush();

    public abstract int Read(byte[] buffer, int offset, int count);

    public abstract int Read(SpanByte buffer);

    public virtual int ReadByte()
    {
        throw null;
    }

    public abstract long Seek(long offset, SeekOrigin origin);

    public abstract void SetLength(long value);

    public abstract void Write(byte[] buffer, int offset, int count);
}

public enum SeekOrigin
{
    Begin = 0,
    Current = 1,
    End = 2,
}
