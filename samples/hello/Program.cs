string name = args.Length > 0 ? args[0] : "world";
Console.WriteLine($"Hello, {name}, from {Environment.OSVersion} on {Environment.ProcessorCount} cores.");
return args.Length > 1 ? args.Length : 0;
