using System.CommandLine;
using System.CommandLine.Parsing;

namespace Enso.Tool.Commands;

/// <summary>An option with one value, whose every error names the option, what was given, and what may be.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class ValueOption<T> : Option<T>, IValueOption
{
    /// <summary>Reads a value.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public delegate bool Parser(string text, out T value);

    /// <summary>Makes an option.</summary>
    /// <param name="name">Its name, with the dashes.</param>
    /// <param name="valueName">What help calls the value.</param>
    /// <param name="description">What it does.</param>
    /// <param name="validValues">What its value may be, in words.</param>
    /// <param name="parser">Reads the value.</param>
    public ValueOption(string name, string valueName, string description, string validValues, Parser parser)
        : base(name)
    {
        HelpName = valueName;
        Description = description;
        ValidValues = validValues;
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (parser(text, out T value))
            {
                return value;
            }

            result.AddError($"{name}: '{text}' is not valid; give {validValues}.");
            return default;
        };
    }

    /// <inheritdoc/>
    public string ValidValues { get; }

    /// <summary>Makes an option that takes one of a few words.</summary>
    /// <param name="name">Its name, with the dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="values">The words, with what each means; the first is the default.</param>
    /// <returns>The option.</returns>
    public static ValueOption<T> OneOf(string name, string description, params (string Word, T Value)[] values)
    {
        string words = string.Join(" or ", values.Select(pair => pair.Word));
        return new ValueOption<T>(name, string.Join('|', values.Select(pair => pair.Word)), description, words, Parse)
        {
            DefaultValueFactory = _ => values[0].Value,
        };

        bool Parse(string text, out T value)
        {
            int index = Array.FindIndex(values, pair => pair.Word == text);
            value = index < 0 ? default! : values[index].Value;
            return index >= 0;
        }
    }
}
