using Shared;

// A program of two projects, for several frameworks; the newest that fits is taken.
Console.WriteLine(Greeter.Greet("two projects"));
Console.WriteLine(typeof(Greeter).Assembly.GetName().Name);
Console.WriteLine(new Greeter().GetType().GetMethods().Any(method => method.Name == "NeverCalled"));
#if NET10_0_OR_GREATER
Console.WriteLine("too new");
#elif NET8_0
Console.WriteLine("net8.0");
#endif
