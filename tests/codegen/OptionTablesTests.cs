// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.IO;
using TinyInterp.Schema;
using TinyInterp.CodeGeneration;
using TinyInterp.SchemaDump;
using Xunit;

namespace TinyInterp.Tests.CodeGeneration;

/// <summary>The names of options are those of the schema.</summary>
public class OptionTablesTests
{
    [Fact]
    public void A_constant_holds_the_id_and_the_default()
    {
        Assert.Equal(6, (int)Conv2DOptions.QuantizedBiasType);
        Assert.Equal(5 | (1 << 8), (int)Conv2DOptions.DilationHFactor);
        Assert.Equal(4 | (1 << 8), (int)BidirectionalSequenceLstmOptions.TimeMajor);
        Assert.Equal(2 << 8, (int)UniqueOptions.IdxOutType);
    }

    [Theory]
    [InlineData("table SoftmaxOptions { beta: float = 1.5; }")]
    [InlineData("table SoftmaxOptions { beta: int = 8388608; }")]
    public void A_default_that_fits_into_no_constant_is_refused(string table)
    {
        FbsSchema schema = new FbsSchema(table + " union BuiltinOptions { SoftmaxOptions } root_type SoftmaxOptions;");

        Assert.Throws<InvalidDataException>(() => OptionTables.Write(schema));
    }
}
