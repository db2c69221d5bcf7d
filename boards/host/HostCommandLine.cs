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

/// <summary>The command line, and the one place where errors end: a line that says what is wrong, and an exit code.</summary>
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
        Description = "Listen to these, of any rate and number of channels.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> _mic = new("--mic")
    {
        Description = "Listen to the microphone (arecord); with -, to 16-bit little-endian samples at 8 kHz on standard input.",
        HelpName = "-",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> _evaluate = new("--evaluate")
    {
        Description = "Accuracy, confusion, hits and false accepts by threshold on class folders of WAVs, or zips of them.",
        HelpName = "DIR",
    };

    private static readonly Option<string> _list = new("--list")
    {
        Description = "Take only the clips that this file names, a line class/file.wav for each; classes that it does not mention stay whole.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _stream = new("--stream")
    {
        Description = "Hits, misses and false alarms per hour on a long recording; needs --labels.",
        HelpName = "FILE.wav",
    };

    private static readonly Option<string> _labels = new("--labels")
    {
        Description = "What is said in it: a line `start_seconds end_seconds word` for each word, as Audacity exports labels.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _mix = new("--mix")
    {
        Description = "Make such a recording and its --labels from the clips --from DIR, over their background noise.",
        HelpName = "FILE.wav",
    };

    private static readonly Option<string> _from = new("--from")
    {
        Description = "The clips of --mix: class folders of WAVs, or zips of them.",
        HelpName = "DIR",
    };

    private static readonly Option<int> _minutes = new("--minutes")
    {
        Description = "The length of --mix.",
        HelpName = "N",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<string> _threshold = new("--threshold")
    {
        Description = "The score from which a word counts as heard: 1 to 255, or a fraction such as 0.8. Without it, the shipped one.",
        HelpName = "T",
    };

    private static readonly Option<int> _threads = new("--threads")
    {
        Description = "How many threads evaluate.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
    };

    private static readonly Option<string> _network = new("--network")
    {
        Description = "Use this .tflite instead of the model that comes with the project; needs --words.",
        HelpName = "FILE",
    };

    private static readonly Option<string> _words = new("--words")
    {
        Description = "The keywords of that model in the order of its outputs, separated by commas; behind them come unknown and silence.",
        HelpName = "A,B",
    };

    private static readonly Option<bool> _json = new("--json") { Description = "Write JSON." };

    private static readonly Option<bool> _device = new("--device-profile")
    {
        Description = "Run the build that boards get, and say what it would cost on them.",
    };

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
        RootCommand root = new("Hears keywords: with no argument, in clips that come with the program.")
        {
            _files, _mic, _evaluate, _list, _stream, _labels, _mix, _from, _minutes, _threshold, _threads, _network, _words, _json, _device, _selfTest, _modelApp,
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action);
        root.SetAction(result => Run(result, console));
        return root;
    }

    private static int Run(ParseResult result, HostConsole console)
    {
        string[] files = result.GetValue(_files);
        bool hasMic = result.GetResult(_mic) != null;
        Require(
            new[] { files.Length != 0, hasMic, Has(result, _evaluate), Has(result, _stream), Has(result, _mix), result.GetValue(_selfTest), result.GetValue(_modelApp) }
                .Count(isAsked => isAsked) <= 1,
            "files, --mic, --evaluate, --stream, --mix, --selftest and --model exclude each other");
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

        Require((Has(result, _stream) || Has(result, _mix)) == Has(result, _labels), "--labels is needed by --stream and --mix, and by nothing else");
        Require(Has(result, _mix) == Has(result, _from), "--mix and --from need each other");
        Require(result.GetValue(_minutes) is >= 1 and <= 600, "--minutes is 1 to 600");
        Require(Has(result, _network) == Has(result, _words), "--network and --words need each other");
        Require(!Has(result, _list) || Has(result, _evaluate) || Has(result, _mix), "--list needs --evaluate or --mix");
        Require(result.GetValue(_threads) is >= 1 and <= 64, "--threads is 1 to 64");
        HostOptions options = new(console, Model(result), Threshold(result.GetValue(_threshold)), isDevice, result.GetValue(_json));
        if (Has(result, _evaluate))
        {
            return EvaluateCommand.Run(options, result.GetValue(_evaluate), result.GetValue(_list), result.GetValue(_threads));
        }

        if (Has(result, _mix))
        {
            return MixCommand.Run(
                options, result.GetValue(_mix), result.GetValue(_labels), result.GetValue(_from), result.GetValue(_list), result.GetValue(_minutes));
        }

        if (Has(result, _stream))
        {
            return StreamCommand.Run(options, result.GetValue(_stream), result.GetValue(_labels));
        }

        if (hasMic)
        {
            Require(result.GetValue(_mic) is null or "-", "--mic takes - or nothing, not '" + result.GetValue(_mic) + "'; name a file without --mic");
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

        SpotterModel model = SpotterModel.Of(File.ReadAllBytes(result.GetValue(_network)), result.GetValue(_words));
        Require(model.KeywordCount != 0, "--words names no word");
        return model;
    }

    private static int Threshold(string text)
    {
        if (text == null)
        {
            return 0;
        }

        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        int threshold = isNumber && value < 1 ? (int)Math.Round(value * 256) : isNumber && value <= HighestScore && value == (int)value ? (int)value : 0;
        Require(threshold is >= 1 and <= HighestScore, "--threshold is 1 to 255, or a fraction such as 0.8, not '" + text + "'");
        return threshold;
    }

    private static bool Has(ParseResult result, Option option)
    {
        return result.GetResult(option) is OptionResult { Implicit: false };
    }

    private static void RequireSound(ParseResult result)
    {
        const string See = ". See --help";

        // An option that does not exist would be taken for a file.
        Token option = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-');
        Require(option == null, "there is no option " + option?.Value + See);
        Require(result.Errors.Count == 0 || result.Action is HelpWithExamples, result.Errors.Count == 0 ? null : result.Errors[0].Message.TrimEnd('.') + See);
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

        // The device build's exception is of another type of the same name.
        return e.GetType().FullName == typeof(ModelException).FullName
            ? (int)e.GetType().GetProperty(nameof(ModelException.Code)).GetValue(e) < FirstUnsupported ? BadInput : Unsupported
            : Internal;
    }

    private sealed class UsageException : Exception
    {
        internal UsageException(string message)
            : base(message)
        {
        }
    }

    /// <summary>Prints the help, and command lines that work.</summary>
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
