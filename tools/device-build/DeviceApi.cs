// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// The public members that the device's class library really has, as listed in tools/device-build/api, one per line:
/// <c>T:type kind : base</c>, <c>F:type.name type = constant</c>, <c>M:type.name(parameters) modifiers return</c>.
/// </summary>
public sealed class DeviceApi
{
    private readonly HashSet<string> _lines;

    private DeviceApi(IEnumerable<string> lines)
    {
        _lines = new HashSet<string>(lines, StringComparer.Ordinal);
    }

    /// <summary>Reads every list in a folder.</summary>
    public static DeviceApi Load(string folder)
    {
        return new DeviceApi(Directory.GetFiles(folder, "*.txt").SelectMany(File.ReadAllLines));
    }

    /// <summary>The lines of an assembly's public surface that the lists do not have.</summary>
    public IReadOnlyList<string> Unlisted(AssemblyDefinition assembly)
    {
        return assembly.MainModule.GetTypes().Where(IsVisible).SelectMany(Lines).Where(line => !_lines.Contains(line)).ToList();
    }

    /// <summary>The class library members that an assembly uses and the lists do not have.</summary>
    public IReadOnlyList<string> Missing(AssemblyDefinition assembly)
    {
        HashSet<string> known = new HashSet<string>(_lines.Select(Identity), StringComparer.Ordinal);
        return assembly.MainModule.GetMemberReferences()
            .Where(member => !(member.DeclaringType is ArrayType) && IsClassLibrary(member.DeclaringType.GetElementType().Scope?.Name))
            .Select(member => member is MethodReference method ? Id(method) : "F:" + Name(member.DeclaringType) + "." + member.Name)
            .Where(id => !known.Contains(id))
            .ToList();
    }

    /// <summary>A type's line and those of its public and protected members.</summary>
    public static IEnumerable<string> Lines(TypeDefinition type)
    {
        yield return "T:" + Name(type) + " " + Kind(type);

        foreach (FieldDefinition field in type.Fields)
        {
            if ((field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsRuntimeSpecialName)
            {
                string constant = field.HasConstant ? " = " + Constant(field) : string.Empty;
                yield return "F:" + Name(type) + "." + field.Name + " " + Name(field.FieldType) + constant;
            }
        }

        foreach (MethodDefinition method in type.Methods)
        {
            if (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            {
                string modifier = method.IsStatic ? "static " : method.IsVirtual ? "virtual " : string.Empty;
                yield return Id(method) + " " + modifier + Name(method.ReturnType);
            }
        }
    }

    /// <summary>A method's identity in the lists: everything before its modifiers.</summary>
    public static string Id(MethodReference method)
    {
        string parameters = string.Join(",", method.Parameters.Select(
            parameter => (parameter.IsOut ? "out " : string.Empty) + Name(parameter.ParameterType)));
        return "M:" + Name(method.DeclaringType) + "." + method.Name.Replace('.', '#') + "(" + parameters + ")";
    }

    private static bool IsClassLibrary(string assembly)
    {
        return assembly != null && !assembly.StartsWith("TinyInterp", StringComparison.Ordinal);
    }

    /// <summary>What of a line names the member. References do not tell out from ref, so the identity leaves the word out.</summary>
    private static string Identity(string line)
    {
        int end = line.IndexOf(line.StartsWith("M:", StringComparison.Ordinal) ? ')' : ' ', StringComparison.Ordinal);
        return (end < 0 ? line : line.Substring(0, line[end] == ')' ? end + 1 : end)).Replace("out ", string.Empty, StringComparison.Ordinal);
    }

    private static bool IsVisible(TypeDefinition type)
    {
        return type.IsPublic || (type.IsNested && (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType));
    }

    private static string Name(TypeReference type)
    {
        return type.FullName.Replace('/', '.');
    }

    private static string Kind(TypeDefinition type)
    {
        string parent = type.BaseType?.FullName;
        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsValueType)
        {
            return "struct";
        }

        if (parent == "System.MulticastDelegate")
        {
            return "delegate";
        }

        string modifier = type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty;

        // The lists print ValueType's kin as classes, and leave out a base that says nothing.
        return modifier + "class" + (parent == null || parent == "System.Object" ? string.Empty : " : " + parent);
    }

    private static string Constant(FieldDefinition field)
    {
        return Convert.ToString(field.Constant, CultureInfo.InvariantCulture);
    }
}
