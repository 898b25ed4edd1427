using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Reflection, as far as ahead-of-time compilation allows it: over what the program names.</summary>
internal static class ReflectionTests
{
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = true)]
    private sealed class LabelAttribute(string text, params int[] numbers) : Attribute
    {
        public string Text { get; } = text;

        public int[] Numbers { get; } = numbers;

        public Type? Kind { get; set; }

        public DayOfWeek Day;
    }

    private interface IGreeter
    {
        string Greet(string name);
    }

    [Label("base", 1, 2, Kind = typeof(List<int>), Day = DayOfWeek.Friday)]
    private class Person(string name) : IGreeter
    {
        public readonly string Name = name;
        private int _age = 30;

        public Person() : this("nobody")
        {
        }

        public event EventHandler? Renamed;

        public virtual int Age
        {
            get => _age;
            [Label("setter")]
            set => _age = value;
        }

        public string this[int index] => $"{Name}[{index}]";

        [Label("method")]
        [Label("again")]
        public string Greet(string other) => $"{Name} greets {other}";

        public static int Add(int left, int right = 5) => left + right;

        public string Swap(ref int left, out int right)
        {
            right = left;
            left = 0;
            return $"{right}";
        }

        public static T Same<T>(T value) => value;

        protected void Rename() => Renamed?.Invoke(this, EventArgs.Empty);

        public void Fail(string message)
        {
            Rename();
            throw new FormatException(message);
        }
    }

    private sealed class Employee(string name, int number) : Person(name)
    {
        public int Number { get; } = number;

        public override int Age { get => base.Age + 1; set => base.Age = value; }
    }

    [Flags]
    private enum Rights : byte
    {
        None = 0,
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    [KernelTest]
    internal static void Types_know_their_names_bases_and_interfaces()
    {
        Type type = typeof(Employee);
        Check.Equal("Employee", type.Name);
        Check.Equal("Enso.Tests.InKernel.Tests.ReflectionTests+Employee", type.FullName);
        Check.Equal("Enso.Tests.InKernel.Tests", type.Namespace);
        Check.Equal(typeof(Person), type.BaseType);
        Check.Equal(typeof(ReflectionTests), type.DeclaringType);
        Check.Equal(type, Opaque.Value<object>(new Employee("e", 1)).GetType());
        Check.That(typeof(IGreeter).IsAssignableFrom(type) && type.GetInterfaces().Contains(typeof(IGreeter)));
        Check.That(type.IsSealed && type.IsClass && !type.IsPublic && type.IsNestedPrivate && !type.IsAbstract);
        Check.That(typeof(IGreeter).IsInterface && typeof(Rights).IsEnum && typeof(int).IsPrimitive);
        Check.Equal("System.Int32[,]", typeof(int[,]).FullName);
        Check.Equal(2, typeof(int[,]).GetArrayRank());
        Check.Equal(typeof(int), typeof(int[]).GetElementType());
        Check.That(typeof(int*).IsPointer && typeof(int).MakeByRefType().IsByRef);
    }

    [KernelTest]
    internal static void Generic_types_know_their_definition_and_arguments()
    {
        Type type = typeof(Dictionary<string, List<int>>);
        Check.That(type.IsGenericType && type.IsConstructedGenericType && !type.ContainsGenericParameters);
        Check.Equal(typeof(Dictionary<,>), type.GetGenericTypeDefinition());
        Check.Equal("String,List`1", string.Join(',', type.GetGenericArguments().Select(a => a.Name)));
        Check.Equal("TKey,TValue", string.Join(',', typeof(Dictionary<,>).GetGenericArguments().Select(a => a.Name)));
        Check.Equal(typeof(int), Nullable.GetUnderlyingType(typeof(int?)));
        Check.Equal("System.Nullable`1[[System.Int32, System.Private.CoreLib]]",
            System.Text.RegularExpressions.Regex.Replace(typeof(int?).FullName!, ", Version[^]]*", ""));
    }

    [KernelTest]
    internal static void Methods_are_found_and_invoked()
    {
        Person person = new("Ann");
        MethodInfo greet = typeof(Person).GetMethod(nameof(Person.Greet))!;
        Check.Equal("Ann greets Bob", greet.Invoke(person, ["Bob"]));
        Check.Equal(typeof(string), greet.ReturnType);
        ParameterInfo parameter = greet.GetParameters().Single();
        Check.Equal(("other", typeof(string), 0), (parameter.Name!, parameter.ParameterType, parameter.Position));
        MethodInfo add = typeof(Person).GetMethod(nameof(Person.Add))!;
        Check.That(add.IsStatic && !greet.IsStatic);
        Check.Equal(7, (int)add.Invoke(null, [3, 4])!);
        Check.Equal(8, (int)add.Invoke(null, BindingFlags.OptionalParamBinding, null, [3, Type.Missing], null)!);
        object?[] arguments = [9, null];
        Check.Equal("9", typeof(Person).GetMethod(nameof(Person.Swap))!.Invoke(person, arguments));
        Check.Equal("0,9", string.Join(',', arguments));
        Check.Equal("Ann", new Func<Person, string>(p => p.Name)(person));
    }

    [KernelTest]
    internal static void What_an_invoked_method_throws_is_wrapped_and_wrong_arguments_are_refused()
    {
        MethodInfo fail = typeof(Person).GetMethod(nameof(Person.Fail))!;
        Person person = new();
        TargetInvocationException e = Check.Throws<TargetInvocationException>(() => fail.Invoke(person, ["inner"]));
        Check.Equal("inner", e.InnerException!.Message);
        Check.That(e.InnerException is FormatException);
        Check.Throws<FormatException>(() => fail.Invoke(person, BindingFlags.DoNotWrapExceptions, null, ["x"], null));
        Check.Throws<TargetParameterCountException>(() => fail.Invoke(person, []));
        Check.Throws<ArgumentException>(() => fail.Invoke(person, [5]));
        Check.Throws<TargetException>(() => fail.Invoke("not a person", ["x"]));
        Check.Throws<TargetException>(() => fail.Invoke(null, ["x"]));
    }

    [KernelTest]
    internal static void Fields_and_properties_are_read_and_written()
    {
        Employee employee = new("Eve", 5);
        FieldInfo age = typeof(Person).GetField("_age", BindingFlags.Instance | BindingFlags.NonPublic)!;
        Check.Equal(30, (int)age.GetValue(employee)!);
        age.SetValue(employee, 41);
        PropertyInfo property = typeof(Person).GetProperty(nameof(Person.Age))!;
        Check.Equal(42, (int)property.GetValue(employee)!);
        property.SetValue(employee, 50);
        Check.Equal(51, employee.Age);
        Check.That(property.CanRead && property.CanWrite);
        Check.Equal("Eve", (string)typeof(Person).GetField(nameof(Person.Name))!.GetValue(employee)!);
        Check.That(typeof(Person).GetField(nameof(Person.Name))!.IsInitOnly);
        Check.Equal("Eve[3]", typeof(Person).GetProperty("Item")!.GetValue(employee, [3]));
        Check.Throws<ArgumentException>(
            () => typeof(Employee).GetProperty(nameof(Employee.Number))!.SetValue(employee, 1));
        Check.Throws<ArgumentException>(() => age.SetValue(employee, "text"));
    }

    [KernelTest]
    internal static void Events_are_subscribed_by_reflection()
    {
        Person person = new("Joe");
        int raised = 0;
        EventInfo renamed = typeof(Person).GetEvent(nameof(Person.Renamed))!;
        EventHandler handler = (_, _) => raised++;
        renamed.AddEventHandler(person, handler);
        Check.Throws<FormatException>(() => person.Fail("x"));
        renamed.RemoveEventHandler(person, handler);
        Check.Throws<FormatException>(() => person.Fail("x"));
        Check.Equal(1, raised);
        Check.Equal(typeof(EventHandler), renamed.EventHandlerType);
    }

    [KernelTest]
    internal static void Objects_are_made_by_type()
    {
        Check.Equal("nobody", Activator.CreateInstance<Person>().Name);
        Check.Equal("nobody", ((Person)Activator.CreateInstance(typeof(Person))!).Name);
        Check.Equal("Max", ((Person)Activator.CreateInstance(typeof(Person), "Max")!).Name);
        ConstructorInfo constructor = typeof(Employee).GetConstructor([typeof(string), typeof(int)])!;
        Check.Equal(9, ((Employee)constructor.Invoke(["N", 9])).Number);
        Check.Throws<MissingMethodException>(() => Activator.CreateInstance(typeof(Employee)));
        Check.Equal(0, (int)Activator.CreateInstance(typeof(int))!);
        Array array = Array.CreateInstance(typeof(string), 3);
        array.SetValue("x", 1);
        Check.Equal("x", ((string[])array)[1]);
        Check.Throws<MissingMethodException>(() => Activator.CreateInstance(typeof(IGreeter)));
    }

    [KernelTest]
    internal static void Attributes_keep_their_arguments_of_every_kind()
    {
        LabelAttribute label = typeof(Person).GetCustomAttribute<LabelAttribute>()!;
        Check.Equal(("base", "1,2", typeof(List<int>), DayOfWeek.Friday),
            (label.Text, string.Join(',', label.Numbers), label.Kind!, label.Day));
        Check.Equal("base", typeof(Employee).GetCustomAttributes<LabelAttribute>(true).Single().Text);
        Check.Equal(0, typeof(Employee).GetCustomAttributes<LabelAttribute>(false).Count());
        Check.Equal("again method", string.Join(' ', typeof(Person).GetMethod(nameof(Person.Greet))!
            .GetCustomAttributes<LabelAttribute>().Select(a => a.Text).Order()));
        Check.Equal("setter", typeof(Person).GetProperty(nameof(Person.Age))!.SetMethod!
            .GetCustomAttribute<LabelAttribute>()!.Text);
        Check.That(typeof(Rights).IsDefined(typeof(FlagsAttribute), false));
        CustomAttributeData data = typeof(Person).CustomAttributes
            .Single(d => d.AttributeType == typeof(LabelAttribute));
        Check.Equal("Day,Kind", string.Join(',', data.NamedArguments.Select(a => a.MemberName).Order()));
    }

    [KernelTest]
    internal static void Enumerations_know_their_names_and_values()
    {
        Check.Equal("None,Read,Write,Both", string.Join(',', Enum.GetNames<Rights>()));
        Check.Equal("0,1,2,3", string.Join(',', Enum.GetValues<Rights>().Select(r => (byte)r)));
        Check.Equal(Rights.Both, Enum.Parse<Rights>("read, WRITE", ignoreCase: true));
        Check.That(!Enum.TryParse("Delete", out Rights _));
        Check.Equal("Both", (Rights.Read | Rights.Write).ToString());
        Check.Equal("8", ((Rights)8).ToString());
        Check.That(Enum.IsDefined(Rights.Write) && !Enum.IsDefined((Rights)9));
        Check.Equal(typeof(byte), Enum.GetUnderlyingType(typeof(Rights)));
        Check.Equal(Rights.Write, (Rights)Enum.ToObject(typeof(Rights), 2));
        Check.That(Rights.Both.HasFlag(Rights.Read));
        Check.Equal("0x03", $"0x{Rights.Both:X}");
    }

    [KernelTest]
    [UnconditionalSuppressMessage("Trimming", "IL3050", Justification = "The program holds both instantiations.")]
    internal static void Generic_instantiations_that_the_program_holds_are_made_at_run_time()
    {
        List<Person> known = [new Person()];
        object made = Activator.CreateInstance(typeof(List<>).MakeGenericType(Opaque.Value(known[0].GetType())))!;
        Check.Equal(typeof(List<Person>), made.GetType());
        MethodInfo same = typeof(Person).GetMethod(nameof(Person.Same))!;
        Check.That(same.IsGenericMethodDefinition);
        Check.Equal("text", same.MakeGenericMethod(Opaque.Value<object>("text").GetType()).Invoke(null, ["text"]));
        Check.Equal(Person.Same(5), (int)same.MakeGenericMethod(typeof(int)).Invoke(null, [5])!);
        Check.Throws<ArgumentException>(() => typeof(Nullable<>).MakeGenericType(typeof(string)));
    }

    [KernelTest]
    internal static void Delegates_are_made_of_methods()
    {
        MethodInfo greet = typeof(Person).GetMethod(nameof(Person.Greet))!;
        Func<string, string> closed = greet.CreateDelegate<Func<string, string>>(new Person("Kim"));
        Check.Equal("Kim greets Lee", closed("Lee"));
        Func<Person, string, string> open = greet.CreateDelegate<Func<Person, string, string>>();
        Check.Equal("Pat greets Lee", open(new Person("Pat"), "Lee"));
        Check.Equal(nameof(Person.Greet), closed.Method.Name);
        Check.Equal("Kim", ((Person)closed.Target!).Name);
        Check.Equal("Kim greets all", closed.DynamicInvoke("all"));
        Check.Throws<ArgumentException>(() => greet.CreateDelegate<Action<int>>());
    }

    [KernelTest]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The type is named beside it.")]
    internal static void Types_and_assemblies_are_found_by_name()
    {
        Type? type = Type.GetType("Enso.Tests.InKernel.Tests.ReflectionTests+Employee");
        Check.Equal(typeof(Employee), type);
        Check.Equal(null, Type.GetType("No.Such.Type"));
        Check.Throws<TypeLoadException>(() => Type.GetType("No.Such.Type", throwOnError: true));
        Assembly assembly = typeof(Employee).Assembly;
        Check.Equal("Enso.Tests.InKernel", assembly.GetName().Name);
        Check.Equal(typeof(Employee), assembly.GetType("Enso.Tests.InKernel.Tests.ReflectionTests+Employee"));
        Check.Equal("System.Private.CoreLib", typeof(object).Assembly.GetName().Name);
        Check.Equal(assembly, Assembly.GetExecutingAssembly());
        Check.Equal(typeof(int), Type.GetType("System.Int32"));
    }

    [KernelTest]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "It is refused, which is the test.")]
    internal static void Code_cannot_be_made_at_run_time_and_says_so()
    {
        Check.That(!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported);
        Check.That(!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled);
        Check.Throws<PlatformNotSupportedException>(() => Assembly.Load([1, 2, 3]));
    }

    [KernelTest]
    internal static void Reflection_works_on_every_core_at_once()
    {
        Crew.Run(Crew.Size * 2, number =>
        {
            for (int i = 0; i < 30; i++)
            {
                Employee employee = (Employee)Activator.CreateInstance(typeof(Employee), $"e{number}", i)!;
                typeof(Person).GetProperty(nameof(Person.Age))!.SetValue(employee, number);
                Check.Equal($"e{number} greets {i}",
                    typeof(Person).GetMethod(nameof(Person.Greet))!.Invoke(employee, [$"{i}"]));
                Check.Equal(number + 1, employee.Age);
                Check.Equal("base", typeof(Person).GetCustomAttribute<LabelAttribute>()!.Text);
            }
        });
    }
}
