using System.ComponentModel;

// Delegates, events, closures, observers.
Thermometer thermometer = new();
List<string> heard = [];
EventHandler<double> log = (_, degrees) => heard.Add($"log {degrees:F1}");
thermometer.Changed += log;
thermometer.Changed += (sender, degrees) => heard.Add($"{sender!.GetType().Name} {(degrees > 30 ? "hot" : "fine")}");
thermometer.PropertyChanged += (_, e) => heard.Add($"property {e.PropertyName}");
thermometer.Degrees = 21.5;
thermometer.Degrees = 21.5;
thermometer.Changed -= log;
thermometer.Degrees = 35;
Console.WriteLine(string.Join(" | ", heard));

Func<int, int> chain = x => x + 1;
chain += x => x * 10;
Console.WriteLine(chain(4) + " " + chain.GetInvocationList().Length + " " + string.Join(',', Delegate.EnumerateInvocationList(chain).ToList(f => f(1))));

List<Action> actions = [];
for (int i = 0; i < 3; i++)
{
    int copy = i;
    actions.Add(() => Console.Write($"{i}{copy} "));
}
actions.ForEach(action => action());
Console.WriteLine();

Func<int, Func<int, int>> add = a => b => a + b;
Console.WriteLine(add(2)(3));
Console.WriteLine(Memoise<int, long>(self => n => n < 2 ? n : self(n - 1) + self(n - 2))(80));

Observable numbers = new();
using (numbers.Subscribe(new Printer("first")))
{
    numbers.Push(1);
    using IDisposable second = numbers.Subscribe(new Printer("second"));
    numbers.Push(2);
}
numbers.Push(3);

try
{
    Action failing = () => Console.Write("ran ");
    failing += () => throw new InvalidOperationException("in the second");
    failing += () => Console.Write("never ");
    failing();
}
catch (InvalidOperationException error)
{
    Console.WriteLine(error.Message);
}
Comparison<string> comparison = string.CompareOrdinal;
Console.WriteLine(comparison.Method.Name + " " + (comparison == string.CompareOrdinal));

static Func<A, R> Memoise<A, R>(Func<Func<A, R>, Func<A, R>> make) where A : notnull
{
    Dictionary<A, R> known = [];
    Func<A, R> self = null!;
    Func<A, R> raw = make(a => self(a));
    self = a => known.TryGetValue(a, out R? value) ? value : known[a] = raw(a);
    return self;
}

sealed class Thermometer : INotifyPropertyChanged
{
    private double _degrees;
    public event EventHandler<double>? Changed;
    public event PropertyChangedEventHandler? PropertyChanged;

    public double Degrees
    {
        get => _degrees;
        set
        {
            if (_degrees != value)
            {
                _degrees = value;
                Changed?.Invoke(this, value);
                PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(Degrees)));
            }
        }
    }
}

sealed class Observable : IObservable<int>
{
    private readonly List<IObserver<int>> _observers = [];
    public IDisposable Subscribe(IObserver<int> observer)
    {
        _observers.Add(observer);
        return new Ending(() => _observers.Remove(observer));
    }
    public void Push(int n) => _observers.ToList().ForEach(observer => observer.OnNext(n));
    private sealed class Ending(Action end) : IDisposable { public void Dispose() => end(); }
}

sealed class Printer(string name) : IObserver<int>
{
    public void OnCompleted() { }
    public void OnError(Exception error) { }
    public void OnNext(int value) => Console.WriteLine($"{name} saw {value}");
}

static class Extensions
{
    public static List<R> ToList<D, R>(this Delegate.InvocationListEnumerator<D> items, Func<D, R> map) where D : Delegate
    {
        List<R> list = [];
        foreach (D item in items)
        {
            list.Add(map(item));
        }
        return list;
    }
}
