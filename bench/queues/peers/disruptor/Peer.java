import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the LMAX Disruptor the way that queuesbench measures the queues of .NET: the same loops, the same waiting,
 * the same lines. Its readers take what is there at once, as they always do; a batch is what the writer
 * publishes at once.
 * Usage: Peer FIGURE MESSAGES.
 */
final class Peer {
    private static final int CAPACITY = 1024;

    // Where three threads share two cores: a turn of the scheduler is to find enough to do.
    private static final int CROWDED_CAPACITY = 64 * CAPACITY;
    private static final int BATCH = 64;
    private static final int WARM_UPS = 3;
    private static final int SPINS_BEFORE_YIELD = 128;

    private Peer() {
    }

    private static final class Message {
        long value;
    }

    /** What a thread does that finds a queue full or empty. */
    private static final class Wait {
        private final boolean isCrowded;
        private int spins;

        Wait(boolean isCrowded) {
            this.isCrowded = isCrowded;
        }

        void once() {
            Thread.onSpinWait();
            if (isCrowded && ++spins == SPINS_BEFORE_YIELD) {
                spins = 0;
                Thread.yield();
            }
        }
    }

    /** A reader, and the sum and the number of what it got. */
    private static final class Reader implements EventPoller.Handler<Message> {
        private final EventPoller<Message> poller;
        long sum;
        long count;
        long last;

        Reader(RingBuffer<Message> ring) {
            poller = ring.newPoller();
            ring.addGatingSequences(poller.getSequence());
        }

        boolean tryRead() throws Exception {
            return poller.poll(this) == EventPoller.PollState.PROCESSING;
        }

        @Override
        public boolean onEvent(Message message, long sequence, boolean isEndOfBatch) {
            last = message.value;
            sum += last;
            count++;
            return true;
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static boolean tryWrite(RingBuffer<Message> ring, long first, int count) {
        long high;
        try {
            high = ring.tryNext(count);
        } catch (InsufficientCapacityException full) {
            return false;
        }
        long low = high - count + 1;
        for (int i = 0; i < count; i++) {
            ring.get(low + i).value = first + i;
        }
        ring.publish(low, high);
        return true;
    }

    private static RingBuffer<Message> ring(int writers, int readers) {
        int capacity = writers + readers > 2 ? CROWDED_CAPACITY : CAPACITY;
        return writers == 1
            ? RingBuffer.createSingleProducer(Message::new, capacity, new BusySpinWaitStrategy())
            : RingBuffer.createMultiProducer(Message::new, capacity, new BusySpinWaitStrategy());
    }

    private static double transfer(int writers, int readers, int batch, long wanted) throws Exception {
        long messages = Math.max(batch, wanted / batch * batch);
        boolean isCrowded = writers + readers > 2;
        RingBuffer<Message> ring = ring(writers, readers);
        Body[] bodies = new Body[writers + readers];
        for (int i = 0; i < readers; i++) {
            Reader reader = new Reader(ring);
            bodies[i] = () -> {
                Wait wait = new Wait(isCrowded);
                while (reader.count < writers * messages) {
                    if (!reader.tryRead()) {
                        wait.once();
                    }
                }
                check(reader.sum, writers, messages);
            };
        }
        for (int i = 0; i < writers; i++) {
            bodies[readers + i] = () -> {
                Wait wait = new Wait(isCrowded);
                for (long next = 0; next < messages; next += batch) {
                    while (!tryWrite(ring, next, batch)) {
                        wait.once();
                    }
                }
            };
        }
        return race(bodies) / (writers * messages);
    }

    private static double sameThread(long messages) throws Exception {
        RingBuffer<Message> ring = ring(1, 1);
        Reader reader = new Reader(ring);
        return race(() -> {
            for (long i = 0; i < messages; i++) {
                tryWrite(ring, i, 1);
                reader.tryRead();
            }
            check(reader.sum, 1, messages);
        }) / messages;
    }

    private static double[] roundTrip(int count) throws Exception {
        RingBuffer<Message> there = ring(1, 1);
        RingBuffer<Message> back = ring(1, 1);
        Reader asked = new Reader(there);
        Reader answered = new Reader(back);
        long[] times = new long[count + 1];
        race(
            () -> {
                times[0] = System.nanoTime();
                for (int i = 1; i <= count; i++) {
                    tryWrite(there, i, 1);
                    while (!answered.tryRead()) {
                    }
                    times[i] = System.nanoTime();
                    if (answered.last != i) {
                        throw new IllegalStateException("another message came back");
                    }
                }
            },
            () -> {
                for (int i = 0; i < count; i++) {
                    while (!asked.tryRead()) {
                    }
                    tryWrite(back, asked.last, 1);
                }
            });
        double[] trips = new double[count];
        for (int i = 0; i < count; i++) {
            trips[i] = times[i + 1] - times[i];
        }
        Arrays.sort(trips);
        return trips;
    }

    private static void check(long sum, long writers, long messages) {
        if (sum != writers * (messages * (messages - 1) / 2)) {
            throw new IllegalStateException("other messages came out than went in");
        }
    }

    /** Runs threads that begin together, on two cores in turn; returns nanoseconds until the last has ended. */
    private static double race(Body... bodies) throws Exception {
        AtomicInteger ready = new AtomicInteger();
        List<Integer> cores = cores();
        long[] start = new long[1];
        Thread[] threads = new Thread[bodies.length];
        for (int i = 0; i < threads.length; i++) {
            Body body = bodies[i];
            int core = cores.get(i & 1);
            threads[i] = new Thread(() -> {
                pin(core);
                if (ready.incrementAndGet() == bodies.length) {
                    start[0] = System.nanoTime();
                    ready.incrementAndGet();
                }
                Wait wait = new Wait(true);
                while (ready.get() <= bodies.length) {
                    wait.once();
                }
                try {
                    body.run();
                } catch (Exception failure) {
                    // The other threads may be waiting for this one for ever.
                    failure.printStackTrace();
                    Runtime.getRuntime().halt(1);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return System.nanoTime() - start[0];
    }

    /** The first two cores that the program may use, of a list such as 0-3,8. */
    private static List<Integer> cores() throws IOException {
        List<Integer> cores = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Cpus_allowed_list:")) {
                for (String range : line.substring(line.indexOf(':') + 1).trim().split(",")) {
                    String[] ends = range.split("-");
                    int last = Integer.parseInt(ends[ends.length - 1]);
                    for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                        cores.add(core);
                    }
                }
            }
        }
        if (cores.size() < 2) {
            throw new IllegalStateException("two cores are needed");
        }
        return cores.subList(0, 2);
    }

    /** Java has no call for it: taskset(1) is told the thread's number. */
    private static void pin(int core) {
        try {
            String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
            Process taskset = new ProcessBuilder("taskset", "-p", "-c", Integer.toString(core), thread)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
            if (taskset.waitFor() != 0) {
                throw new IOException("taskset cannot put a thread on core " + core);
            }
        } catch (IOException | InterruptedException failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void print(String name, double value) {
        System.out.printf(Locale.ROOT, "@bench result %s 1 %.3f%n", name, value);
    }

    private static double once(String way, int messages) throws Exception {
        switch (way) {
            case "spsc":
                return transfer(1, 1, 1, messages);
            case "spsc-batch":
                return transfer(1, 1, BATCH, messages);
            case "publish":
                return transfer(1, 2, 1, messages);
            case "publish-batch":
                return transfer(1, 2, BATCH, messages);
            case "mpsc":
                return transfer(2, 1, 1, messages / 2);
            case "mpsc-batch":
                return transfer(2, 1, BATCH, messages / 2);
            case "same-thread":
                return sameThread(messages);
            default:
                throw new IllegalArgumentException(way);
        }
    }

    public static void main(String[] words) throws Exception {
        if (words.length != 2 || !words[0].endsWith(":disruptor")) {
            System.err.println("Peer: give FIGURE MESSAGES, such as spsc:disruptor 1000000");
            System.exit(2);
        }
        String way = words[0].substring(0, words[0].indexOf(':'));
        int messages = Integer.parseInt(words[1]);
        double[] trips = {};
        double value = 0;
        for (int i = 0; i <= WARM_UPS; i++) {
            if (way.equals("round-trip")) {
                trips = roundTrip(messages);
            } else {
                value = once(way, messages);
            }
        }
        if (trips.length == 0) {
            print(words[0], value);
        } else {
            print(words[0] + "/p50", trips[trips.length / 2]);
            print(words[0] + "/p99", trips[(int) (trips.length * 0.99)]);
            print(words[0] + "/p99.9", trips[(int) (trips.length * 0.999)]);
        }
        System.out.println("@bench end");
    }
}
