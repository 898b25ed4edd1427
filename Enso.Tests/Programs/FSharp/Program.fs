open System
open System.Collections.Generic

// F#: unions, records, pipelines, computation expressions, printing.
type Expression =
    | Number of float
    | Add of Expression * Expression
    | Multiply of Expression * Expression
    | Variable of string

let rec evaluate (variables: Map<string, float>) expression =
    match expression with
    | Number n -> n
    | Add (a, b) -> evaluate variables a + evaluate variables b
    | Multiply (a, b) -> evaluate variables a * evaluate variables b
    | Variable name -> variables |> Map.tryFind name |> Option.defaultValue 0.0

let rec show = function
    | Number n -> string n
    | Add (a, b) -> "(" + show a + " + " + show b + ")"
    | Multiply (a, b) -> show a + " * " + show b
    | Variable name -> name

type Person = { Name: string; Age: int }

[<EntryPoint>]
let main arguments =
    let tree = Add (Number 1.5, Multiply (Variable "x", Number 4.0))
    Console.WriteLine(show tree + " = " + string (evaluate (Map.ofList [ "x", 2.0 ]) tree))
    [ 1 .. 10 ] |> List.filter (fun n -> n % 2 = 1) |> List.map (fun n -> n * n) |> List.sum |> Console.WriteLine
    let people = [ { Name = "Ada"; Age = 36 }; { Name = "Alan"; Age = 41 } ]
    for person in people |> List.sortByDescending (fun p -> p.Age) do
        Console.WriteLine(person.Name + " " + string person.Age)
    let older = { people.Head with Age = 37 }
    Console.WriteLine((older = people.Head).ToString() + " " + string (compare older people.Head > 0))
    let squares = seq { for i in 1 .. 5 do yield i * i }
    Console.WriteLine(String.Join(" ", squares))
    let answer =
        async {
            do! Async.Sleep 1
            return 42
        } |> Async.RunSynchronously
    Console.WriteLine answer
    let rec primes n = if n < 2 then [] else primes (n - 1) @ (if List.forall (fun p -> n % p <> 0) (primes (n - 1)) then [ n ] else [])
    Console.WriteLine(String.Join(" ", primes 12))
    let counts = Dictionary<char, int>()
    for c in "mississippi" do
        counts.[c] <- (match counts.TryGetValue c with | true, n -> n + 1 | _ -> 1)
    Console.WriteLine(String.Join(" ", counts |> Seq.sortBy (fun pair -> pair.Key) |> Seq.map (fun pair -> string pair.Key + string pair.Value)))
    Console.WriteLine(try failwith "expected" with error -> error.Message)
    arguments.Length + 5
