// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace TinyInterp.ApiSurface;

/// <summary>Public and protected members as lines that look like C#.</summary>
internal static class MemberText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The members that a type declares, in order of their text.</summary>
    internal static IEnumerable<string> Of(Type type)
    {
        if (type.IsEnum)
        {
            // Members in order of their values, as a reader looks for them.
            return Enum.GetNames(type)
                .Select(name => (Name: name, Value: Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)))
                .OrderBy(member => member.Value)
                .Select(member => member.Name + " = " + member.Value.ToString(CultureInfo.InvariantCulture));
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [];
        }

        return type.GetFields(Declared).Where(IsVisible).Select(Field)
            .Concat(type.GetConstructors(Declared).Where(IsVisible).Select(Constructor))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).Select(Method))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A type's own line.</summary>
    internal static string Declaration(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return "delegate " + TypeNames.Of(invoke.ReturnType) + " " + TypeNames.Of(type) + "(" + Parameters(invoke) + ")";
        }

        string kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        string[] bases = (type.BaseType == null || type.BaseType == typeof(object) || type.IsValueType ? [] : new[] { type.BaseType })
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Where(i => type.BaseType == null || !i.IsAssignableFrom(type.BaseType)))
            .Select(TypeNames.Of)
            .ToArray();
        return kind + " " + TypeNames.Of(type) + (bases.Length == 0 ? string.Empty : " : " + string.Join(", ", bases));
    }

    private static bool IsVisible(FieldInfo field)
    {
        return field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;
    }

    private static bool IsVisible(MethodBase method)
    {
        return method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
    }

    private static string Field(FieldInfo field)
    {
        string modifiers = (field.IsPublic ? "public " : "protected ")
            + (field.IsLiteral ? "const " : (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty));
        string value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : string.Empty;
        return modifiers + TypeNames.Of(field.FieldType) + " " + field.Name + value;
    }

    private static string Constructor(ConstructorInfo constructor)
    {
        return Modifiers(constructor) + TypeNames.Of(constructor.DeclaringType!) + "(" + Parameters(constructor) + ")";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = property.GetAccessors(true).Where(IsVisible).ToArray();
        MethodInfo widest = accessors.OrderByDescending(accessor => accessor.IsPublic).First();
        string parameters = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        string name = parameters.Length == 0 ? property.Name : "this[" + parameters + "]";
        IEnumerable<string> bodies = accessors
            .OrderBy(accessor => accessor == property.SetMethod)
            .Select(accessor => (accessor.IsPublic == widest.IsPublic ? string.Empty : "protected ") + (accessor == property.SetMethod ? "set;" : "get;"));
        return Modifiers(widest) + TypeNames.Of(property.PropertyType) + " " + name + " { " + string.Join(" ", bodies) + " }";
    }

    private static string Method(MethodInfo method)
    {
        bool isExtension = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), false);
        return Modifiers(method) + TypeNames.Of(method.ReturnType) + " " + method.Name + "(" + (isExtension ? "this " : string.Empty) + Parameters(method) + ")";
    }

    private static string Modifiers(MethodBase method)
    {
        string access = method.IsPublic ? "public " : "protected ";
        if (method.IsStatic)
        {
            return access + "static ";
        }

        bool isOverride = method is MethodInfo info && info.GetBaseDefinition() != info;
        return !method.IsVirtual || method.DeclaringType is { IsInterface: true } ? access
            : access + (method.IsAbstract ? "abstract " : isOverride ? "override " : method.IsFinal ? string.Empty : "virtual ");
    }

    private static string Parameters(MethodBase method)
    {
        return string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : string.Empty;
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : string.Empty;
        return passing + TypeNames.Of(parameter.ParameterType) + " " + parameter.Name + value;
    }

    private static string? Literal(object? value)
    {
        return value switch
        {
            null => "null",
            string text => "\"" + text + "\"",
            bool truth => truth ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }
}
