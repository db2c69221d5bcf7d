// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyInterp.DeviceBuild;

/// <summary>The NuGet package of a library of the device, in the version that the project is built with.</summary>
/// <param name="Id">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Assembly">The library.</param>
public sealed partial record DevicePackage(string Id, string Version, string Assembly)
{
    /// <summary>The package of a library, such as mscorlib, as eng/Device.targets names it.</summary>
    public static DevicePackage Of(string assembly)
    {
        using Stream targets = typeof(DevicePackage).Assembly.GetManifestResourceStream("Device.targets")!;
        string path = XDocument.Load(targets).Descendants()
            .Single(element => (string?)element.Attribute("Update") == assembly)
            .Attribute("HintPath")!.Value;
        Match match = Folder().Match(path);
        return new DevicePackage(match.Groups["id"].Value, match.Groups["version"].Value, assembly);
    }

    [GeneratedRegex(@"\)(?<id>.+)\.(?<version>\d+\.\d+\.\d+)\\lib\\")]
    private static partial Regex Folder();
}
