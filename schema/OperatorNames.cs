// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

#if !NANOFRAMEWORK_1_0
using System.Text;

namespace TinyInterp.Schema;

/// <summary>The names of operators as the format spells them: CONV_2D for <see cref="BuiltinOperator.Conv2D"/>.</summary>
public static class OperatorNames
{
    /// <summary>An operator's name in the format, or its number if it is unknown.</summary>
    public static string Of(BuiltinOperator code)
    {
        switch (code)
        {
            // Names that do not follow the rule.
            case BuiltinOperator.ReluN1To1:
                return "RELU_N1_TO_1";
            case BuiltinOperator.Relu0To1:
                return "RELU_0_TO_1";
            case BuiltinOperator.TopKV2:
                return "TOPK_V2";
            case BuiltinOperator.PadV2:
                return "PADV2";
            case BuiltinOperator.BatchMatMul:
                return "BATCH_MATMUL";
            case BuiltinOperator.Rfft2D:
                return "RFFT2D";
            default:
                return ByRule(code.ToString());
        }
    }

    /// <summary>Upper case, with an underscore before each word and before dimensions such as 2D.</summary>
    private static string ByRule(string name)
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && BeginsWord(name, i))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool BeginsWord(string name, int i)
    {
        char before = name[i - 1];
        bool lowerFollows = i + 1 < name.Length && char.IsLower(name[i + 1]);
        if (char.IsDigit(name[i]))
        {
            return char.IsLower(before) && i + 1 < name.Length && name[i + 1] == 'D';
        }

        return char.IsUpper(name[i]) && (char.IsLower(before) || lowerFollows);
    }
}
#endif
