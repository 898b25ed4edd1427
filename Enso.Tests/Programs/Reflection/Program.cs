using System.ComponentModel;
using System.Reflection;

// Reflection over the program's own types, none of which it names elsewhere.
Assembly self = Assembly.GetExecutingAssembly();
Console.WriteLine(self.GetName().Name);
foreach (Type type in self.GetTypes().Where(t => t.Namespace == "Plugins" && !t.IsNested).OrderBy(t => t.Name, StringComparer.Ordinal))
{
    Console.WriteLine($"{type.Name}: abstract {type.IsAbstract}, interface {type.IsInterface}, {type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Length} members");
}
foreach (Type type in self.GetTypes().Where(t => t.IsAssignableTo(typeof(Plugins.IPlugin)) && t.IsClass).OrderBy(t => t.Name, StringComparer.Ordinal))
{
    object plugin = Activator.CreateInstance(type)!;
    PropertyInfo power = type.GetProperty("Power")!;
    power.SetValue(plugin, 3);
    MethodInfo run = type.GetMethod("Run")!;
    Console.WriteLine($"{type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "(none)"}: {run.Invoke(plugin, [10])}, {power.GetValue(plugin)}");
    Console.WriteLine($"  {string.Join(", ", run.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"))} -> {run.ReturnType.Name}");
}
FieldInfo secret = typeof(Plugins.Doubler).GetField("_secret", BindingFlags.NonPublic | BindingFlags.Instance)!;
Plugins.Doubler doubler = new();
secret.SetValue(doubler, "told");
Console.WriteLine(secret.GetValue(doubler));
Console.WriteLine(string.Join(' ', Enum.GetNames<Plugins.Level>()) + " " + Enum.Parse<Plugins.Level>("High") + " " + (Plugins.Level)7 + " " + Enum.IsDefined(Plugins.Level.Low));
Console.WriteLine((Plugins.Access.Read | Plugins.Access.Write) + " " + Enum.Parse<Plugins.Access>("Read, Run").HasFlag(Plugins.Access.Run));
Console.WriteLine(typeof(Plugins.Box<string>).FullName!.Split('[')[0] + " " + typeof(Plugins.Box<>).GetGenericArguments()[0].Name);
object box = Activator.CreateInstance(typeof(Plugins.Box<>).MakeGenericType(typeof(string)), "inside")!;
Console.WriteLine(box.GetType().GetProperty("Value")!.GetValue(box));
Func<int, int> twice = typeof(Plugins.Doubler).GetMethod("Twice")!.CreateDelegate<Func<int, int>>();
Console.WriteLine(twice(21));
try
{
    typeof(Plugins.Doubler).GetMethod("Fail")!.Invoke(doubler, null);
}
catch (TargetInvocationException error)
{
    Console.WriteLine(error.InnerException!.Message);
}
Console.WriteLine(Type.GetType("Plugins.Adder")?.Name ?? "not found");
Console.WriteLine(TypeDescriptor.GetConverter(typeof(int)).ConvertFromInvariantString("12"));

namespace Plugins
{
    public interface IPlugin { int Power { get; set; } string Run(int count); }
    public enum Level { Low, Middle, High }
    [Flags] public enum Access { None = 0, Read = 1, Write = 2, Run = 4 }
    public sealed class Box<T>(T value) { public T Value { get; } = value; }

    [Description("doubles")]
    public sealed class Doubler : IPlugin
    {
        private string _secret = "";
        public int Power { get; set; }
        public string Run(int count) => $"{count * (1 << Power)}{_secret}";
        public static int Twice(int n) => 2 * n;
        public void Fail() => throw new InvalidOperationException("failed as told");
    }

    public sealed class Adder : IPlugin
    {
        public int Power { get; set; }
        public string Run(int count) => $"{count + Power}";
    }
}
