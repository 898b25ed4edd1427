using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>Processes that tasks ask, which fail and are started again meanwhile.</content>
internal sealed partial class World
{
    private const int DropsOneOf = 5;

    // Questions that were asked and have not come to an end, and those that nobody waits for any more: some were
    // never sent.
    private readonly HashSet<long> _questions = [];
    private readonly HashSet<long> _forsaken = [];
    private long _lastQuestion;

    /// <summary>Questions to processes.</summary>
    public Account Questions { get; } = new("questions");

    /// <summary>A question has come to its end: it was answered, or refused.</summary>
    /// <param name="number">Its number.</param>
    public void Settle(long number)
    {
        if (!_questions.Remove(number) && !_forsaken.Remove(number))
        {
            Accuse($"question {number} has come to an end twice");
        }
    }

    private async ReactorTask AskProcess(TaskContext context)
    {
        Process<Question, long> process = new(
            context.Reactor.Cluster,
            () => 0,
            Answer,
            new ProcessOptions { Capacity = 1 << Random.Next(3), Batch = 1 + Random.Next(4), KeepsState = Random.Next(2) == 0 });
        Keeper keeper = new(process.Incarnate);
        TaskId task = await Keep(context, keeper);
        if (task == TaskId.None)
        {
            return;
        }

        try
        {
            for (int others = Random.Next(3); others > 0; others--)
            {
                context.Spawn(AskSome(context, process.Mailbox, keeper), Terms());
            }
        }
        catch (TaskLimitException)
        {
            // The core is full: fewer ask.
            Note(context.Id.Core, Act.AskProcess, -1);
        }

        bool isCancelled = false;
        try
        {
            await AskSome(context, process.Mailbox, keeper);
        }
        finally
        {
            isCancelled = await Deliver(context, new Message { Kind = MessageKind.Cancel, To = task.Core, Target = task });
        }

        if (isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    // Starts a keeper on some core; gives no task when that has no place for it.
    private async ReactorTask<TaskId> Keep(TaskContext context, Keeper keeper)
    {
        int core = AnyCore();
        TaskOptions options = Terms() with
        {
            Supervision = new Supervision
            {
                Strategy = (RestartStrategy)Random.Next(3), Intensity = Random.Next(6), Window = 1 + Random.NextInt64(1_000_000),
            },
        };
        Requests.Begin();
        try
        {
            TaskId task = await context.SpawnOn(core, () => keeper, options);
            Requests.Finish();
            _known.Add(task);
            return task;
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (error.InnerException is TaskLimitException || IsHalted(error))
        {
            Requests.Finish();
            return TaskId.None;
        }
    }

    private async ReactorTask AskSome(TaskContext context, Mailbox<Question> mailbox, Keeper keeper)
    {
        // Before its first start a process keeps what comes, however long that takes.
        while (!keeper.HasStarted && !keeper.HasEnded)
        {
            await context.Sleep(1 + Random.NextInt64(10_000));
        }

        for (int count = Random.Next(6); count > 0 && keeper.HasStarted; count--)
        {
            await AskOnce(context, mailbox);
        }
    }

    private async ReactorTask AskOnce(TaskContext context, Mailbox<Question> mailbox)
    {
        long number = ++_lastQuestion;
        Questions.Begin();
        _questions.Add(number);
        long answer;
        try
        {
            answer = await mailbox.Ask<long, (World World, long Number, bool Fails)>(
                context,
                (this, number, Random.Next(6) == 0),
                static (asked, reply) => new Question(asked.World, asked.Number, asked.Fails, reply));
        }
        catch (OperationCanceledException)
        {
            Questions.Abandon();
            if (_questions.Remove(number))
            {
                _forsaken.Add(number);
            }

            throw;
        }
        catch (ProcessEndedException)
        {
            // It was not sent.
            Questions.Finish();
            Settle(number);
            return;
        }
        catch (RemoteException error) when (error.InnerException is ProcessEndedException or WorkloadFailure)
        {
            Questions.Finish();
            return;
        }

        Questions.Finish();
        if (answer != ~number)
        {
            Accuse($"question {number} has the answer {answer}");
        }
    }

    private void Answer(in TaskContext context, ref long answered, in Question question)
    {
        Spend();
        if (question.Fails)
        {
            throw new WorkloadFailure();
        }

        if (_faults.DropsQuestions && question.Number % DropsOneOf == 0)
        {
            return;
        }

        answered++;
        Settle(question.Number);
        if (_faults.AnswersTwice)
        {
            Settle(question.Number);
        }

        question.Reply.TrySet(_faults.MixesAnswers ? ~(question.Number & ~1) : ~question.Number);
    }

    private void CheckProcesses()
    {
        if (_questions.Count != 0)
        {
            Accuse($"all is at rest, and {_questions.Count} questions were neither answered nor refused");
        }
    }
}
