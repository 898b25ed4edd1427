// What a program is given: words, with spaces, quotes, nothing at all, and letters beyond ASCII.
Console.WriteLine($"{args.Length} arguments");
for (int i = 0; i < args.Length; i++)
{
    Console.WriteLine($"{i}: [{args[i]}] {args[i].Length}");
}
Console.WriteLine(args.SequenceEqual(Environment.GetCommandLineArgs().Skip(1)));
return args.Length;
