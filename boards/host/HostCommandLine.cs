// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using TinyInterp.AudioFiles;
using TinyInterp.Boards.Host.Evaluate;
using TinyInterp.Boards.Host.Listen;

namespace TinyInterp.Boards.Host;

/// <summary>The command line. All errors end here, as one line that says what is wrong and an exit code.</summary>
public static class HostCommandLine
{
    private const int Failed = 1;
    private const int BadInput = 2;
    private const int Unsupported = 3;
    private const int Internal = 70;
    private const int FirstUnsupported = 300;
    private const int HighestScore = 255;

    private static readonly Argument<string[]> _files = new("FILE.wav")
    {
        Description = "WAV files to listen to, of any sample rate and number of channels.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> _mic = new("--mic")
    {
        Description = "Listen to the microphone (arecord). With -, read 16-bit little-endian samples at 8 kHz from standard input.",
        HelpName = "-",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> _evaluate = new("--evaluate")
    {
        Description = "Measure accuracy, confusion, hits and false accepts on the WAV files of a folder with one folder or zip for each class.",
        HelpName = "DIR",
    };

    private static readonly Option<string> _list = new("--list")
    {
        Description = "Use only the clips that this file lists, one class/file.wav on each line. Classes that it does not mention are used completely.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _stream = new("--stream")
    {
        Description = "Measure hits, misses and false alarms per hour on a long recording. Needs --labels.",
        HelpName = "FILE.wav",
    };

    private static readonly Option<string> _labels = new("--labels")
    {
        Description = "The words of the recording, one on each line: `start_seconds end_seconds word`, as Audacity exports labels.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _mix = new("--mix")
    {
        Description = "Make a long recording and its --labels from the clips in --from DIR, with background noise.",
        HelpName = "FILE.wav",
    };

    private static readonly Option<string> _from = new("--from")
    {
        Description = "The clips for --mix: a folder with one folder or zip of WAV files for each class.",
        HelpName = "DIR",
    };

    private static readonly Option<int> _minutes = new("--minutes")
    {
        Description = "The length of the recording that --mix makes.",
        HelpName = "N",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<string> _threshold = new("--threshold")
    {
        Description = "The lowest score that counts as a detection: 1 to 255, or a fraction such as 0.8. The default is the shipped threshold.",
        HelpName = "T",
    };

    private static readonly Option<int> _threads = new("--threads")
    {
        Description = "The number of threads for --evaluate.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
    };

    private static readonly Option<string> _network = new("--network")
    {
        Description = "Use this .tflite file instead of the bundled model. Needs --words.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _words = new("--words")
    {
        Description = "The keywords of that model, separated by commas, in the order of its outputs. The last two outputs are unknown and silence.",
        HelpName = "A,B",
    };

    private static readonly Option<bool> _json = new("--json") { Description = "Write JSON." };

    private static readonly Option<bool> _device = new("--device-profile")
    {
        Description = "Run the device build, and show the load on each board.",
    };

    private static readonly Option<bool> _compiled = new("--compiled") { Description = "Compile the network to C# first, and run that." };

    private static readonly Option<bool> _selfTest = new("--selftest") { Description = "Run the boards' self-test." };

    private static readonly Option<bool> _modelApp = new("--model") { Description = "Run the boards' model application." };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, HostConsole console)
    {
        try
        {
            RootCommand root = NewRoot(console);
            ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            RequireSound(result);
            return result.Invoke(new InvocationConfiguration
            {
                Output = console.Output,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception e)
        {
            console.Error.WriteLine("host: " + string.Join(" ", Describe(e).Split('\r', '\n').Where(line => line.Length != 0)));
            return ExitCodeOf(e);
        }
    }

    private static RootCommand NewRoot(HostConsole console)
    {
        RootCommand root = new("Detects keywords in sound. Without arguments, it plays the bundled clips.")
        {
            _files, _mic, _evaluate, _list, _stream, _labels, _mix, _from, _minutes, _threshold, _threads, _network, _words, _json, _device, _compiled, _selfTest, _modelApp,
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.SetAction(result => Run(result, console));
        return root;
    }

    private static int Run(ParseResult result, HostConsole console)
    {
        string[] files = result.GetValue(_files) ?? [];
        bool hasMic = result.GetResult(_mic) != null;
        Require(
            new[] { files.Length != 0, hasMic, Has(result, _evaluate), Has(result, _stream), Has(result, _mix), result.GetValue(_selfTest), result.GetValue(_modelApp) }
                .Count(isAsked => isAsked) <= 1,
            "files, --mic, --evaluate, --stream, --mix, --selftest and --model exclude each other: use only one of them");
        bool isDevice = result.GetValue(_device);
        if (result.GetValue(_selfTest))
        {
            int failed = isDevice ? HostSelfTest.RunDeviceProfile(console.Output) : HostSelfTest.Run("desktop", console.Output);
            return failed == 0 ? 0 : Failed;
        }

        if (result.GetValue(_modelApp))
        {
            return isDevice ? HostModelApp.RunDeviceProfile(console.Output) : HostModelApp.Run("desktop", console.Output);
        }

        Require((Has(result, _stream) || Has(result, _mix)) == Has(result, _labels), "--stream and --mix need --labels, and no other option takes it");
        Require(Has(result, _mix) == Has(result, _from), "--mix and --from need each other");
        Require(result.GetValue(_minutes) is >= 1 and <= 600, "--minutes must be 1 to 600");
        Require(Has(result, _network) == Has(result, _words), "--network and --words need each other");
        Require(!Has(result, _list) || Has(result, _evaluate) || Has(result, _mix), "--list needs --evaluate or --mix");
        Require(result.GetValue(_threads) is >= 1 and <= 64, "--threads must be 1 to 64");
        HostOptions options = new(console, Model(result), Threshold(result.GetValue(_threshold)), isDevice, result.GetValue(_compiled), result.GetValue(_json));
        if (Has(result, _evaluate))
        {
            return EvaluateCommand.Run(options, result.GetRequiredValue(_evaluate), result.GetValue(_list), result.GetValue(_threads));
        }

        if (Has(result, _mix))
        {
            return MixCommand.Run(
                options, result.GetRequiredValue(_mix), result.GetRequiredValue(_labels), result.GetRequiredValue(_from), result.GetValue(_list),
                result.GetValue(_minutes));
        }

        if (Has(result, _stream))
        {
            return StreamCommand.Run(options, result.GetRequiredValue(_stream), result.GetRequiredValue(_labels));
        }

        if (hasMic)
        {
            Require(result.GetValue(_mic) is null or "-", "--mic takes - or nothing, not '" + result.GetValue(_mic) + "'; to listen to a file, leave out --mic");
            return ListenCommand.RunMicrophone(options, result.GetValue(_mic) == "-");
        }

        return files.Length == 0 ? ListenCommand.RunBundled(options) : ListenCommand.RunFiles(options, files);
    }

    private static SpotterModel Model(ParseResult result)
    {
        if (!Has(result, _network))
        {
            return SpotterModel.Bundled();
        }

        SpotterModel model = SpotterModel.Of(File.ReadAllBytes(result.GetRequiredValue(_network)), result.GetRequiredValue(_words));
        Require(model.KeywordCount != 0, "--words must name at least one word");
        return model;
    }

    private static int Threshold(string? text)
    {
        if (text == null)
        {
            return 0;
        }

        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        int threshold = isNumber && value < 1 ? (int)Math.Round(value * 256) : isNumber && value <= HighestScore && value == (int)value ? (int)value : 0;
        Require(threshold is >= 1 and <= HighestScore, "--threshold must be 1 to 255 or a fraction such as 0.8, not '" + text + "'");
        return threshold;
    }

    private static bool Has(ParseResult result, Option option)
    {
        return result.GetResult(option) is OptionResult { Implicit: false };
    }

    private static void RequireSound(ParseResult result)
    {
        const string See = ". See --help";

        // The parser would take an unknown option for a file name.
        Token? option = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-');
        Require(option == null, "there is no option " + option?.Value + See);
        Require(result.Errors.Count == 0 || result.Action is HelpWithExamples, result.Errors.FirstOrDefault()?.Message.TrimEnd('.') + See);
    }

    private static void Require(bool isSo, string problem)
    {
        if (!isSo)
        {
            throw new UsageException(problem);
        }
    }

    private static string Describe(Exception e)
    {
        return ExitCodeOf(e) == Internal ? "internal error, please report it: " + e.GetType().Name + ": " + e.Message : e.Message;
    }

    private static int ExitCodeOf(Exception e)
    {
        if (e is UsageException or AudioException or IOException or UnauthorizedAccessException)
        {
            return BadInput;
        }

        // The device build throws a different type with the same name.
        return e.GetType().FullName == typeof(ModelException).FullName
            ? (int)e.GetType().GetProperty(nameof(ModelException.Code))!.GetValue(e)! < FirstUnsupported ? BadInput : Unsupported
            : Internal;
    }

    private sealed class UsageException : Exception
    {
        internal UsageException(string message)
            : base(message)
        {
        }
    }

    /// <summary>Prints the help, followed by examples.</summary>
    private sealed class HelpWithExamples : SynchronousCommandLineAction
    {
        private static readonly string[] _examples =
        [
            "",
            "recording.wav",
            "--mic",
            "--evaluate speech --list speech/validation_list.txt",
            "--stream long.wav --labels long.txt --json",
            "--device-profile recording.wav",
        ];

        private readonly HelpAction _help;

        internal HelpWithExamples(HelpAction help)
        {
            _help = help;
        }

        /// <inheritdoc />
        public override bool ClearsParseErrors => true;

        /// <inheritdoc />
        public override int Invoke(ParseResult parseResult)
        {
            int result = _help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in _examples)
            {
                output.WriteLine(("  dotnet run --project boards/host" + (example.Length == 0 ? "" : " -- " + example)).TrimEnd());
            }

            return result;
        }
    }
}
