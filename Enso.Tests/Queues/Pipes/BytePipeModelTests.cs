using System.Buffers;
using System.IO.Pipelines;
using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Pipes;

/// <summary>Does at random the same to a pipe over a ring and to <see cref="Pipe"/>, and compares.</summary>
public sealed class BytePipeModelTests
{
    private readonly record struct Step(int Action, int Size, int More)
    {
        public override string ToString() => $"{Action}/{Size}/{More}";
    }

    [TestCase(256)]
    [TestCase(4096)]
    public void A_pipe_over_a_ring_does_what_Pipe_does(int capacity)
    {
        Gen<Step> step =
            from action in Gen.Choose(0, 120)
            from size in Gen.Choose(0, capacity)
            from more in Gen.Choose(0, 1000)
            select new Step(action, size, more);
        Prop.ForAll(Arb.From(Gen.ArrayOf(step)), steps => new Pair(capacity).Run(steps)).Check(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(150));
    }

    private sealed class Pair(int capacity)
    {
        private readonly Pipe _model = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: 0,
            resumeWriterThreshold: 0,
            useSynchronizationContext: false));

        private readonly BytePipe _pipe = new(capacity);
        private readonly int _capacity = capacity;
        private Task<ReadResult>? _modelPending;
        private Task<ReadResult>? _pending;
        private int _filled;
        private int _examined;
        private byte _next;
        private bool _isReaderDone;

        public bool Run(Step[] steps)
        {
            foreach (Step step in steps)
            {
                Do(step);
                Settle(step);
            }

            return true;
        }

        private void Do(Step step)
        {
            switch (step.Action)
            {
                case < 30:
                    Write(step);
                    Flush();
                    break;
                case < 45:
                    Write(step);
                    break;
                case < 60:
                    Flush();
                    break;
                case < 80:
                    Read(step);
                    break;
                case < 105:
                    ReadLater(step);
                    break;
                case < 110:
                    _model.Reader.CancelPendingRead();
                    _pipe.Reader.CancelPendingRead();
                    break;
                case < 115:
                    _model.Writer.CancelPendingFlush();
                    _pipe.Writer.CancelPendingFlush();
                    Flush();
                    break;
                case < 118:
                    Exception? error = step.More % 2 == 0 ? null : new InvalidDataException("broken");
                    Same(() => Nothing(_model.Writer.Complete, error), () => Nothing(_pipe.Writer.Complete, error));
                    break;
                default:
                    if (_pending is null)
                    {
                        Same(() => Nothing(_model.Reader.Complete, null), () => Nothing(_pipe.Reader.Complete, null));
                        _isReaderDone = true;
                    }

                    break;
            }
        }

        private void Write(Step step)
        {
            int size = Math.Min(step.Size / 3, _capacity - _filled);
            if (_isReaderDone)
            {
                return;
            }

            string model = Outcome(() => WriteTo(_model.Writer, size, step.More % 200));
            Assert.That(Outcome(() => WriteTo(_pipe.Writer, size, step.More % 200)), Is.EqualTo(model));
            if (model == "written")
            {
                _filled += size;
                _next += (byte)size;
            }

            Assert.That(
                Outcome(() => _pipe.Writer.UnflushedBytes.ToString()),
                Is.EqualTo(Outcome(() => _model.Writer.UnflushedBytes.ToString())));
        }

        private string WriteTo(PipeWriter writer, int size, int hint)
        {
            byte value = _next;
            int left = size;
            do
            {
                Memory<byte> memory = writer.GetMemory(Math.Min(left, hint));
                int count = Math.Min(left, memory.Length);
                for (int i = 0; i < count; i++)
                {
                    memory.Span[i] = value++;
                }

                writer.Advance(count);
                left -= count;
            }
            while (left != 0);
            return "written";
        }

        private void Flush() => Same(() => FlushOf(_model.Writer), () => FlushOf(_pipe.Writer));

        private static string FlushOf(PipeWriter writer)
        {
            ValueTask<FlushResult> flush = writer.FlushAsync();
            Assert.That(flush.IsCompleted, "there is room");
            FlushResult result = flush.Result;
            return $"cancelled {result.IsCanceled} completed {result.IsCompleted}";
        }

        private void Read(Step step)
        {
            if (_pending is not null)
            {
                return;
            }

            ReadResult? model = null;
            ReadResult? own = null;
            Same(
                () => _model.Reader.TryRead(out ReadResult result) ? Shown(model = Some(result)) : "nothing",
                () => _pipe.Reader.TryRead(out ReadResult result) ? Shown(own = Some(result)) : "nothing");
            Advance(model, own, step);
        }

        private void ReadLater(Step step)
        {
            if (_pending is not null)
            {
                return;
            }

            ReadResult? model = null;
            ReadResult? own = null;
            Same(
                () => Begin(_model.Reader, ref _modelPending) is { } result ? Shown(model = result) : "waits",
                () => Begin(_pipe.Reader, ref _pending) is { } result ? Shown(own = result) : "waits");
            Advance(model, own, step);
        }

        private static ReadResult? Begin(PipeReader reader, ref Task<ReadResult>? pending)
        {
            ValueTask<ReadResult> read = reader.ReadAsync();
            if (read.IsCompleted)
            {
                return read.Result;
            }

            pending = read.AsTask();
            return null;
        }

        // What waits in the one goes on in the other when, and only when, it does there.
        private void Settle(Step step)
        {
            if (_modelPending is null || _pending is null)
            {
                Assert.That(_modelPending is null && _pending is null);
                return;
            }

            if (!_modelPending.IsCompleted)
            {
                Assert.That(_pending.IsCompleted, Is.False);
                return;
            }

            (Task<ReadResult> modelPending, Task<ReadResult> pending) = (_modelPending, _pending);
            (_modelPending, _pending) = (null, null);
            ReadResult? model = null;
            ReadResult? own = null;
            Same(
                () => Shown(model = modelPending.GetAwaiter().GetResult()),
                () => Shown(own = pending.GetAwaiter().GetResult()));
            Advance(model, own, step);
        }

        private void Advance(ReadResult? model, ReadResult? own, Step step)
        {
            if (model is not { } read || own is not { } shown)
            {
                return;
            }

            int length = (int)read.Buffer.Length;
            int consumed = step.Size % (length + 1);
            int examined = Math.Max(consumed, _examined);
            examined += step.More % (length - examined + 1);
            _model.Reader.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.GetPosition(examined));
            _pipe.Reader.AdvanceTo(shown.Buffer.GetPosition(consumed), shown.Buffer.GetPosition(examined));
            _filled -= consumed;
            _examined = examined - consumed;
        }

        private static ReadResult? Some(ReadResult result) => result;

        private static string Shown(ReadResult? result) =>
            $"cancelled {result!.Value.IsCanceled} completed {result.Value.IsCompleted} "
            + Convert.ToHexString(result.Value.Buffer.ToArray());

        private static string Nothing(Action<Exception?> complete, Exception? error)
        {
            complete(error);
            return "done";
        }

        private static void Same(Func<string> model, Func<string> own)
        {
            string expected = Outcome(model);
            Assert.That(Outcome(own), Is.EqualTo(expected));
        }

        private static string Outcome(Func<string> action)
        {
            try
            {
                return action();
            }
            catch (Exception error) when (error is InvalidOperationException or InvalidDataException)
            {
                // What is compared.
                return error.GetType().Name;
            }
        }
    }
}
