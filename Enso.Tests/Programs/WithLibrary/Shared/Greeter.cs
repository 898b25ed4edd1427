using System;

namespace Shared
{
    /// <summary>Greets.</summary>
    public sealed class Greeter
    {
        /// <summary>The greeting.</summary>
        public static string Greet(string name) => $"hello, {name}: {name.Length}";

        /// <summary>Found by reflection only.</summary>
        public void NeverCalled() => Console.WriteLine(GetType());
    }
}
