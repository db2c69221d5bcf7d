// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using TinyInterp.DeviceBuild;

namespace TinyInterp.Tool.Embed;

/// <summary>An embedded model: its files, and the lines and packages that the project needs.</summary>
internal sealed class EmbeddedModel
{
    /// <summary>Writes a model as code.</summary>
    /// <param name="bytes">The model.</param>
    /// <param name="model">Its file.</param>
    /// <param name="names">Names for the code.</param>
    /// <param name="isResource">Whether it becomes a resource, not static arrays.</param>
    /// <param name="needs">What to register, or null where no code is to do so.</param>
    internal EmbeddedModel(byte[] bytes, string model, CodeNames names, bool isResource, ModelNeeds? needs)
    {
        Needs = needs;
        List<EmbedFile> files = new List<EmbedFile>();
        List<string> lines = new List<string>();
        void AddCode(string name, string code)
        {
            files.Add(new EmbedFile(name, Encoding.UTF8.GetBytes(code)));
            lines.Add("<Compile Include=\"" + name + "\" />");
        }

        AddCode(names.Class + ".cs", isResource ? ResourceForm.Code(bytes, model, names) : SourceForm.Write(bytes, model, names));
        if (needs != null)
        {
            CodeNames resolver = names.With(names.Class + "Kernels");
            AddCode(resolver.Class + ".cs", ResolverCode.Write(needs, model, resolver));
        }

        if (isResource)
        {
            string binary = names.Class + ".bin";
            string table = ResourceForm.TableName(names) + ".resx";
            files.Add(new EmbedFile(binary, bytes));
            files.Add(new EmbedFile(table, Encoding.UTF8.GetBytes(ResourceForm.Table(binary))));
            lines.Add("<EmbeddedResource Include=\"" + table + "\" />");
            lines.Add("<None Include=\"" + binary + "\" />");
        }

        Files = files;
        ProjectLines = lines;
        Packages = DevicePackages(isResource).Concat(needs?.Assemblies ?? ["TinyInterp"]).ToArray();
    }

    /// <summary>What the model needs to run, or null.</summary>
    internal ModelNeeds? Needs { get; }

    /// <summary>The files.</summary>
    internal IReadOnlyList<EmbedFile> Files { get; }

    /// <summary>The items of the .nfproj.</summary>
    internal IReadOnlyList<string> ProjectLines { get; }

    /// <summary>NuGet packages, those of nanoFramework with their versions.</summary>
    internal IReadOnlyList<string> Packages { get; }

    private static IEnumerable<string> DevicePackages(bool isResource)
    {
        string[] libraries = isResource ? ["mscorlib", "System.Math", "nanoFramework.ResourceManager"] : ["mscorlib", "System.Math"];
        return libraries.Select(DevicePackage.Of).Select(package => package.Id + " " + package.Version);
    }
}
