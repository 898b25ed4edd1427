using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <summary>What the compiler makes <c>async</c> methods with that return <see cref="ReactorTask{TResult}"/>. The method does
/// not begin when it is called but when it is awaited or started.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ReactorTaskBuilder<TResult>
{
    private AsyncStep<TResult> _step;

    /// <summary>Makes one.</summary>
    public static ReactorTaskBuilder<TResult> Create() => default;

    /// <summary>The call.</summary>
    public readonly ReactorTask<TResult> Task => new(_step);

    /// <summary>Keeps the state machine, and does not run it.</summary>
    /// <typeparam name="TMachine">The state machine.</typeparam>
    /// <param name="machine">The state machine, which this is part of.</param>
    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        AsyncBox<TMachine, TResult> box = AsyncBox<TMachine, TResult>.Rent();

        // In this order: the copy in the box knows the box.
        _step = box;
        box.Machine = machine;
    }

    /// <summary>Not used: boxes are our own.</summary>
    /// <param name="machine">The state machine.</param>
    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    /// <summary>The method has returned.</summary>
    /// <param name="result">What.</param>
    public readonly void SetResult(TResult result)
    {
        _step.Result = result;
        _step.Finish(null);
    }

    /// <summary>The method has thrown.</summary>
    /// <param name="exception">What.</param>
    public readonly void SetException(Exception exception) => _step.Finish(ExceptionDispatchInfo.Capture(exception));

    /// <summary>The method waits.</summary>
    /// <typeparam name="TAwaiter">For what.</typeparam>
    /// <typeparam name="TMachine">The state machine.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="machine">The state machine.</param>
    public readonly void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine
    {
        if (!Suspension.IsReactors<TAwaiter>(_step))
        {
            awaiter.OnCompleted(_step.Resume);
        }
    }

    /// <summary>The method waits.</summary>
    /// <typeparam name="TAwaiter">For what.</typeparam>
    /// <typeparam name="TMachine">The state machine.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="machine">The state machine.</param>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine
    {
        if (!Suspension.IsReactors<TAwaiter>(_step))
        {
            awaiter.UnsafeOnCompleted(_step.Resume);
        }
    }
}

/// <summary>The same for methods without a result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ReactorTaskBuilder
{
    private ReactorTaskBuilder<Nothing> _builder;

    /// <summary>Makes one.</summary>
    public static ReactorTaskBuilder Create() => default;

    /// <summary>The call.</summary>
    public readonly ReactorTask Task => new(_builder.Task);

    /// <inheritdoc cref="ReactorTaskBuilder{TResult}.Start{TMachine}(ref TMachine)"/>
    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine => _builder.Start(ref machine);

    /// <inheritdoc cref="ReactorTaskBuilder{TResult}.SetStateMachine(IAsyncStateMachine)"/>
    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    /// <summary>The method has returned.</summary>
    public readonly void SetResult() => _builder.SetResult(default);

    /// <inheritdoc cref="ReactorTaskBuilder{TResult}.SetException(Exception)"/>
    public readonly void SetException(Exception exception) => _builder.SetException(exception);

    /// <inheritdoc cref="ReactorTaskBuilder{TResult}.AwaitOnCompleted{TAwaiter, TMachine}(ref TAwaiter, ref TMachine)"/>
    public readonly void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref machine);

    /// <inheritdoc cref="ReactorTaskBuilder{TResult}.AwaitUnsafeOnCompleted{TAwaiter, TMachine}(ref TAwaiter, ref TMachine)"/>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
}
