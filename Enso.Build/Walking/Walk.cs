namespace Enso.Build.Walking;

/// <summary>Follows every call, jump and taken address from the roots, breadth first, so that the way it
/// shows to what it finds is a shortest one.</summary>
internal sealed class Walk
{
    private readonly ImageCode _image;
    private readonly WalkRules _rules;
    private readonly Queue<CodeFunction> _waiting = new();
    private readonly Dictionary<CodeFunction, WalkStep?> _cameFrom = [];
    private readonly List<WalkProblem> _problems = [];
    private readonly HashSet<(CodeFunction, string)> _told = [];
    private readonly HashSet<NamePattern> _used = [];

    private Walk(ImageCode image, WalkRules rules)
    {
        _image = image;
        _rules = rules;
    }

    /// <summary>Walks an image.</summary>
    /// <exception cref="InvalidDataException">A root is not in the image.</exception>
    public static WalkResult Run(ImageCode image, WalkRules rules)
    {
        Walk walk = new(image, rules);
        foreach (NamePattern root in rules.Roots)
        {
            walk.Start(Present(image.Named(root), root.Text));
        }
        walk.Drain();
        if (rules.FromAllLower)
        {
            List<CodeFunction> lower = Present(
                image.Functions.Where(f => f is { IsLower: true } && (f.IsManaged || f.IsEntry)), "of lower code");
            // Entries first: a way that starts where the machine does says more than one that starts in the
            // middle.
            walk.Start(lower.Where(f => f.IsEntry));
            walk.Drain();
            walk.Start(lower);
            walk.Drain();
        }
        return new WalkResult(walk._cameFrom.Keys, walk._problems, walk.Unused());
    }

    private static List<CodeFunction> Present(IEnumerable<CodeFunction> functions, string what)
    {
        List<CodeFunction> found = [.. functions];
        return found.Count != 0 ? found : throw new InvalidDataException($"the image has no function {what}");
    }

    private void Start(IEnumerable<CodeFunction> roots)
    {
        foreach (CodeFunction root in roots.Where(r => Match(_rules.Boundaries, r, []) is null))
        {
            if (_cameFrom.TryAdd(root, null))
            {
                _waiting.Enqueue(root);
            }
        }
    }

    private void Drain()
    {
        while (_waiting.TryDequeue(out CodeFunction? function))
        {
            foreach (CodeReference reference in _image.References(function))
            {
                Follow(function, reference);
            }
        }
    }

    private void Follow(CodeFunction from, CodeReference reference)
    {
        switch (reference.Kind)
        {
            case ReferenceKind.Indirect:
                FollowPointer(from, reference);
                break;
            case ReferenceKind.Data:
                CheckData(from, reference);
                break;
            case ReferenceKind.Undecodable:
                Tell(from, reference, "bytes that are no instruction");
                break;
            default:
                if (_image.At(reference.Target) is not { } target)
                {
                    Tell(from, reference, $"0x{reference.Target:x}, where no function is");
                }
                else if (target != from)
                {
                    FollowTo(from, reference, target);
                }
                break;
        }
    }

    private void FollowTo(CodeFunction from, CodeReference reference, CodeFunction target)
    {
        // A label inside a function has a name of its own.
        IReadOnlyList<string> label = _image.NamesAt(reference.Target);
        if (Match(_rules.Forbidden, target, label) is { } forbidden)
        {
            Tell(from, reference, $"{Shown(target, label)}, which {forbidden.Reason}");
        }
        else if (_rules.Bounded.FirstOrDefault(b => target.Is(b.Name)) is { } helper)
        {
            CheckSize(from, reference, target, helper);
        }
        else if (Match(_rules.Boundaries, target, label) is { } boundary)
        {
            _used.Add(boundary.Name);
        }
        else if (!target.IsLower && Use(_rules.Foreign, target) is null)
        {
            Tell(from, reference, $"{Shown(target, label)}, which is neither lower code nor listed as harmless");
        }
        else if (_cameFrom.TryAdd(target, new WalkStep(from, reference.At)))
        {
            _waiting.Enqueue(target);
        }
    }

    private void CheckSize(CodeFunction from, CodeReference reference, CodeFunction target, BoundedHelper helper)
    {
        _used.Add(helper.Name);
        ulong? size = helper.IsThird ? reference.Third : reference.Second;
        if (reference.Kind == ReferenceKind.Address || size is null)
        {
            Tell(from, reference, $"{target} with a size that is not constant; beyond {helper.Limit} bytes it "
                + helper.Reason);
        }
        else if (size > helper.Limit)
        {
            Tell(from, reference, $"{target} with {size} bytes; beyond {helper.Limit} it {helper.Reason}");
        }
    }

    private void FollowPointer(CodeFunction from, CodeReference reference)
    {
        if (_rules.Set.FirstOrDefault(s => from.Is(s.Caller)) is { } pointer)
        {
            string setter = pointer.Setter.Text;
            foreach ((CodeReference call, CodeFunction? target) in SetBy(setter))
            {
                if (target is null)
                {
                    Tell(from, reference, $"a function that {setter} was given at {_image.Place(call.At)} and that "
                        + "cannot be told from the instructions before the call");
                }
                else
                {
                    FollowTo(from, reference with { Target = target.Start }, target);
                }
            }
        }
        else if (Use(_rules.Indirect, from) is null)
        {
            Tell(from, reference, "a function that is known only at run time");
        }
    }

    /// <summary>The functions that the whole image gives to a setter.</summary>
    private IEnumerable<(CodeReference Call, CodeFunction? Target)> SetBy(string setter)
    {
        HashSet<CodeFunction> setters = [.. Present(_image.Named(setter), setter)];
        return _image.Functions
            .SelectMany(_image.References)
            .Where(r => r.Kind is ReferenceKind.Call or ReferenceKind.Jump or ReferenceKind.Address
                && _image.At(r.Target) is { } called && setters.Contains(called))
            .Select(r => (r, r.Second is { } address ? _image.At(address) : null));
    }

    private void CheckData(CodeFunction from, CodeReference reference)
    {
        IReadOnlyList<string> names = _image.DataNames(reference.Target);
        NamedReason? forbidden = _rules.ForbiddenData.FirstOrDefault(f => names.Any(f.Name.Matches));
        if (forbidden is not null)
        {
            Tell(from, reference, $"{names.First(forbidden.Name.Matches)}, which {forbidden.Reason}");
        }
    }

    private static NamedReason? Match(
        IReadOnlyList<NamedReason> rules, CodeFunction function, IReadOnlyList<string> label) =>
        rules.FirstOrDefault(r => function.Is(r.Name) || label.Any(r.Name.Matches));

    private NamedReason? Use(IReadOnlyList<NamedReason> rules, CodeFunction function)
    {
        NamedReason? rule = Match(rules, function, []);
        if (rule is not null)
        {
            _used.Add(rule.Name);
        }
        return rule;
    }

    private static string Shown(CodeFunction function, IReadOnlyList<string> label) =>
        label.Count == 0 || function.LinkerNames.Contains(label[0])
            ? function.Name
            : $"{label[0]} in {function.Name}";

    /// <summary>Reports a thing once for each function that does it.</summary>
    private void Tell(CodeFunction function, CodeReference reference, string what)
    {
        if (!_told.Add((function, what)))
        {
            return;
        }
        List<WalkStep> path = [new WalkStep(function, reference.At)];
        for (WalkStep? step = _cameFrom[function]; step is { } at; step = _cameFrom[at.Function])
        {
            path.Add(at);
        }
        path.Reverse();
        _problems.Add(new WalkProblem(path, what));
    }

    private List<string> Unused() =>
    [
        .. _rules.Boundaries.Concat(_rules.Foreign).Concat(_rules.Indirect).Select(r => r.Name)
            .Concat(_rules.Bounded.Select(b => b.Name))
            .Where(name => !_used.Contains(name)).Select(name => name.Text),
    ];
}
