using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <content>The places of requests that the device has.</content>
public sealed partial class IoRing<TRequest, TDriver>
{
    private sealed class Slot(IoRing<TRequest, TDriver> ring, int index) : IPosted
    {
        // The generation, and in the lowest bit whether the device has the request. Whoever clears it completes it.
        private long _state;

        // Written by the one who completes it, before it is posted.
        private long _value;
        private ExceptionDispatchInfo? _error;

        /// <summary>The request, while the device has it.</summary>
        public TRequest? Request;

        /// <summary>The call that waits for it; null when none does any more. The core's.</summary>
        public IoCall<TRequest>? Call { get; set; }

        /// <summary>Its number.</summary>
        public int Index => index;

        /// <summary>Which of the requests that had this place has it, or had it last.</summary>
        public uint Generation => (uint)(Volatile.Read(ref _state) >> 1);

        /// <summary>The request's tag.</summary>
        public IoTag Tag => new(index, Generation);

        /// <inheritdoc/>
        IPosted? IPosted.Next { get; set; }

        /// <summary>Makes a request the device's.</summary>
        public IoTag Begin()
        {
            uint generation = unchecked(Generation + 1);
            Volatile.Write(ref _state, ((long)generation << 1) | 1);
            return new IoTag(index, generation);
        }

        /// <summary>Says that the device has done with it; from any thread.</summary>
        /// <param name="generation">Which request is meant.</param>
        /// <param name="value">What the device says.</param>
        /// <param name="error">What the driver has thrown, when it has.</param>
        /// <returns>Whether the device had it.</returns>
        public bool TryComplete(uint generation, long value, ExceptionDispatchInfo? error)
        {
            long begun = ((long)generation << 1) | 1;
            if (Interlocked.CompareExchange(ref _state, begun & ~1L, begun) != begun)
            {
                return false;
            }

            _value = value;
            _error = error;

            // A full barrier: the core sees both.
            ring.Reactor.Post(this);
            return true;
        }

        /// <inheritdoc/>
        void IPosted.Take()
        {
            TRequest request = Request!;
            Request = default;
            IoCall<TRequest>? call = Call;
            Call = null;
            ExceptionDispatchInfo? error = _error;
            _error = null;
            ring._free[ring._freeCount++] = index;
            if (call is not null)
            {
                call.Value = _value;
                call.Error = error;
                call.Request = error is null ? request : default;
                call.Finish(ring.Reactor);
            }

            if (call is null || error is not null)
            {
                ring.Reclaim(ref request);
            }

            ring.Start();
        }
    }
}
