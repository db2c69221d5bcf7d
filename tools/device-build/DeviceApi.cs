// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace TinyInterp.DeviceBuild;

/// <summary>
/// The public members that the device's class libraries really have, as listed in tools/device-build/api, a file for each assembly and a line
/// for each member: <c>T:type kind : base</c>, <c>F:type.name type = constant</c>, <c>M:type.name(parameters = defaults) modifiers return</c>.
/// What a member's attributes mean to the compiler stands behind it in brackets: <c>[AttributeUsage(4)]</c>, <c>[Conditional(DEBUG)]</c>,
/// <c>[Flags]</c>; for some members in a file of their own, attributes.txt.
/// </summary>
public sealed class DeviceApi
{
    private const string AttributeList = "attributes";

    private readonly Dictionary<string, HashSet<string>> _lists;

    private DeviceApi(Dictionary<string, HashSet<string>> lists)
    {
        _lists = lists;
    }

    /// <summary>Reads every list in a folder.</summary>
    public static DeviceApi Load(string folder)
    {
        Dictionary<string, HashSet<string>> lists = Directory.GetFiles(folder, "*.txt").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => File.ReadLines(file).Where(line => !line.StartsWith('#')).Select(Normalized).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        lists.Remove(AttributeList, out HashSet<string>? attributes);
        foreach (string line in attributes ?? [])
        {
            // A line with brackets takes the place of the one without.
            string plain = Plain(line);
            foreach (HashSet<string> list in lists.Values.Where(list => list.Remove(plain)))
            {
                list.Add(line);
            }
        }

        return new DeviceApi(lists);
    }

    /// <summary>The lines of a stub's public surface that the list of the assembly it stands for does not have.</summary>
    public IReadOnlyList<string> Unlisted(AssemblyDefinition assembly, string list)
    {
        return assembly.MainModule.GetTypes().Where(IsVisible).SelectMany(Lines).Where(line => !_lists[list].Contains(line)).ToList();
    }

    /// <summary>The class library members that an assembly uses and the lists do not have.</summary>
    public IReadOnlyList<string> Missing(AssemblyDefinition assembly)
    {
        HashSet<string> known = new HashSet<string>(_lists.Values.SelectMany(list => list).Select(Identity), StringComparer.Ordinal);
        return assembly.MainModule.GetMemberReferences()
            .Where(member => !(member.DeclaringType is ArrayType) && IsClassLibrary(member.DeclaringType.GetElementType().Scope?.Name))
            .Select(member => member is MethodReference method ? Id(method) : "F:" + Name(member.DeclaringType) + "." + member.Name)
            .Where(id => !known.Contains(id))
            .ToList();
    }

    /// <summary>A type's line and those of its public and protected members.</summary>
    public static IEnumerable<string> Lines(TypeDefinition type)
    {
        yield return "T:" + Name(type) + " " + Kind(type) + Attributes(type);

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
                yield return Id(method, Default) + " " + modifier + Name(method.ReturnType) + Attributes(method);
            }
        }
    }

    /// <summary>A method's identity in the lists: everything before its modifiers.</summary>
    public static string Id(MethodReference method)
    {
        return Id(method, _ => string.Empty);
    }

    private static string Id(MethodReference method, Func<ParameterDefinition, string> suffix)
    {
        string parameters = string.Join(",", method.Parameters.Select(
            parameter => (parameter.IsOut ? "out " : string.Empty) + Name(parameter.ParameterType) + suffix(parameter)));
        return "M:" + Name(method.DeclaringType) + "." + method.Name.Replace('.', '#') + "(" + parameters + ")";
    }

    private static bool IsClassLibrary(string? assembly)
    {
        return assembly != null && !assembly.StartsWith("TinyInterp", StringComparison.Ordinal);
    }

    /// <summary>What of a line names the member. References tell neither out from ref nor a default, so the identity leaves both out.</summary>
    private static string Identity(string line)
    {
        int end = line.IndexOf(line.StartsWith("M:", StringComparison.Ordinal) ? ')' : ' ', StringComparison.Ordinal);
        string identity = end < 0 ? line : line.Substring(0, line[end] == ')' ? end + 1 : end);
        return Regex.Replace(identity, " = [^,)]*", string.Empty).Replace("out ", string.Empty, StringComparison.Ordinal);
    }

    /// <summary>Some lists say of a class with abstract members that it is virtual.</summary>
    private static string Normalized(string line)
    {
        return line.Replace(" virtual class", " abstract class", StringComparison.Ordinal);
    }

    private static string Plain(string line)
    {
        int bracket = line.IndexOf(" [", StringComparison.Ordinal);
        return bracket < 0 ? line : line.Substring(0, bracket);
    }

    private static string Default(ParameterDefinition parameter)
    {
        return parameter.IsOptional ? " = " + Convert.ToString(parameter.Constant, CultureInfo.InvariantCulture) : string.Empty;
    }

    /// <summary>What the compiler heeds of a member's attributes, as the lists write it.</summary>
    private static string Attributes(ICustomAttributeProvider member)
    {
        return string.Concat(member.CustomAttributes.Select(attribute => attribute.AttributeType.FullName switch
        {
            "System.FlagsAttribute" => " [Flags]",
            "System.AttributeUsageAttribute" => " [AttributeUsage(" + string.Join(", ", Arguments(attribute)) + ")]",
            "System.Diagnostics.ConditionalAttribute" => " [Conditional(" + string.Join(", ", Arguments(attribute)) + ")]",
            _ => string.Empty,
        }));
    }

    private static IEnumerable<string?> Arguments(CustomAttribute attribute)
    {
        return attribute.ConstructorArguments.Select(argument => Convert.ToString(argument.Value, CultureInfo.InvariantCulture))
            .Concat(attribute.Properties.Select(property => property.Name + "=" + property.Argument.Value));
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
        string? parent = type.BaseType?.FullName;
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

    private static string? Constant(FieldDefinition field)
    {
        return Convert.ToString(field.Constant, CultureInfo.InvariantCulture);
    }
}
