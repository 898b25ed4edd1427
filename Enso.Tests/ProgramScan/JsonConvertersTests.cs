using Enso.Build.Programs;

namespace Enso.Tests.ProgramScan;

/// <summary>The serializer's generic classes behind a program's data are named to the compiler.</summary>
[TestFixture]
public sealed class JsonConvertersTests
{
    private const string Converters = "System.Text.Json.Serialization.Converters.";
    private const string Here = "Enso.Tests.ProgramScan.";

    private IReadOnlyCollection<string> _roots = null!;

    [OneTimeSetUp]
    public void Examine()
    {
        using ProgramAssembly program = new(typeof(ScannedProgram).Assembly.Location, isOwn: true);
        using ProgramAssembly core = new(typeof(object).Assembly.Location, isOwn: false);
        using ProgramAssembly json = new(typeof(System.Text.Json.JsonSerializer).Assembly.Location, isOwn: false);
        JsonTypes types = new([program]);
        Assert.That(types.IsNeeded, Is.True);
        _roots = [.. new JsonConverters(types, core, json).Roots().Select(root => root.Name)];
    }

    [TestCase("SmallObjectWithParameterizedConstructorConverter`5[[{0}Order, Enso.Tests],[System.String, System.Private.CoreLib],[System.Int32, System.Private.CoreLib],[{0}State, Enso.Tests],[System.Collections.Generic.List`1[[{0}Item, Enso.Tests]], System.Collections]]")]
    [TestCase("ListOfTConverter`2[[System.Collections.Generic.List`1[[{0}Item, Enso.Tests]], System.Collections],[{0}Item, Enso.Tests]]")]
    [TestCase("EnumConverter`1[[{0}State, Enso.Tests]]")]
    [TestCase("NullableConverter`1[[System.Decimal, System.Runtime]]")]
    [TestCase("ObjectDefaultConverter`1[[{0}Span2, Enso.Tests]]")]
    [TestCase("ArrayConverter`2[[System.Int64[], System.Private.CoreLib],[System.Int64, System.Private.CoreLib]]")]
    public void A_converter_is_named_for(string name)
        => Assert.That(_roots, Does.Contain(Converters + string.Format(name, Here)));

    [Test]
    public void What_cannot_be_a_type_argument_is_not_named()
        => Assert.That(
            _roots.Where(name => name.Contains("Span`1") || name.AsSpan().ContainsAny("&*!")), Is.Empty);
}
