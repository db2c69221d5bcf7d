// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using TinyInterp.ApiSurface;

// Writes api/*.txt and docs/api.md: dotnet run --project tools/api-surface -c Release, in the repository's root.
string root = args.Length == 1 ? args[0] : ".";
string folder = Path.Combine(root, "api");
if (!Directory.Exists(Path.Combine(root, "docs")) || args.Length > 1)
{
    Console.Error.WriteLine("Usage: api-surface [REPOSITORY]");
    return 2;
}

IReadOnlyList<Assembly> assemblies = PublicAssemblies.Load();
Directory.CreateDirectory(folder);
foreach (string stale in Directory.GetFiles(folder, "*.txt").Where(file => assemblies.All(a => a.GetName().Name != Path.GetFileNameWithoutExtension(file))))
{
    File.Delete(stale);
}

foreach (Assembly assembly in assemblies)
{
    File.WriteAllText(Path.Combine(folder, assembly.GetName().Name + ".txt"), ApiFile.Write(assembly));
}

File.WriteAllText(Path.Combine(root, "docs", "api.md"), ApiPage.Write(assemblies));
return 0;
