// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace TinyInterp.Tool.Embed;

/// <summary>The names in generated code: checked ones from the command line, or made from the model file's name.</summary>
internal sealed class CodeNames
{
    private const string DefaultNamespace = "EmbeddedModels";

    /// <summary>Types that the generated code uses and a class of its own would hide.</summary>
    private static readonly HashSet<string> _used = new HashSet<string>
    {
        "OpResolver", "MicroInterpreter", "TensorArena", "ModelParts", "ModelException", "ErrorCode", "ResourceManager", "ResourceUtility",
        "Resource", "System", "TinyInterp",
    };

    private static readonly HashSet<string> _keywords = new HashSet<string>(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null "
        + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static "
        + "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '));

    private CodeNames(string nameSpace, string className)
    {
        Namespace = nameSpace;
        Class = className;
    }

    /// <summary>The namespace.</summary>
    internal string Namespace { get; }

    /// <summary>The class.</summary>
    internal string Class { get; }

    /// <summary>Names for code about a model.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="nameSpace">A namespace, or null.</param>
    /// <param name="className">A class, or null.</param>
    /// <param name="suffix">What the name of the class ends with where it is made from the file's.</param>
    /// <exception cref="ToolException">A name cannot be used.</exception>
    internal static CodeNames For(string model, string? nameSpace, string? className, string suffix)
    {
        if (nameSpace != null && !nameSpace.Split('.').All(IsIdentifier))
        {
            throw new ToolException(ExitCodes.BadInput, "--namespace: '" + nameSpace + "' is not a C# namespace");
        }

        if (className != null && (!IsIdentifier(className) || _used.Contains(className)))
        {
            throw new ToolException(
                ExitCodes.BadInput, "--class: '" + className + "' is " + (_used.Contains(className) ? "the name of a class in use" : "not a C# name"));
        }

        return new CodeNames(nameSpace ?? DefaultNamespace, className ?? FromFile(model) + suffix);
    }

    /// <summary>A model's file name, fit for comments and documentation.</summary>
    internal static string Shown(string model)
    {
        return string.Concat(Path.GetFileName(model).Select(c => char.IsControl(c) || "<>&\u2028\u2029\u0085".Contains(c) ? '_' : c));
    }

    /// <summary>The same namespace with another class.</summary>
    internal CodeNames With(string className)
    {
        return new CodeNames(Namespace, className);
    }

    /// <summary>keyword-spotter.tflite is KeywordSpotterModel; model.tflite is Model.</summary>
    private static string FromFile(string path)
    {
        StringBuilder name = new StringBuilder();
        bool beginsWord = true;
        foreach (char c in Path.GetFileNameWithoutExtension(path))
        {
            bool belongs = char.IsAsciiLetterOrDigit(c);
            if (belongs)
            {
                name.Append(beginsWord ? char.ToUpperInvariant(c) : c);
            }

            beginsWord = !belongs;
        }

        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name.Insert(0, "Model");
        }

        const string Ending = "Model";
        return name.ToString().EndsWith(Ending) || name.ToString().StartsWith(Ending) ? name.ToString() : name + Ending;
    }

    private static bool IsIdentifier(string text)
    {
        return text.Length != 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_') && !_keywords.Contains(text);
    }
}
