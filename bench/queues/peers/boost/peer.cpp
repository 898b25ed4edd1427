// Measures boost::lockfree's queues the way that queuesbench measures those of .NET: the same loops, the same waiting,
// the same lines. Usage: peer FIGURE MESSAGES.

#include "race.hpp"

#include <algorithm>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace {

constexpr std::size_t Capacity = 1024;

// Where three threads share two cores: a turn of the scheduler is to find enough to do. The most that a queue of a
// fixed size can hold, for its indices have 16 bits.
constexpr std::size_t CrowdedCapacity = 65534;
constexpr std::size_t Batch = 64;

using Spsc = boost::lockfree::spsc_queue<std::uint64_t, boost::lockfree::capacity<Capacity>>;
using Mpmc = boost::lockfree::queue<std::uint64_t, boost::lockfree::capacity<Capacity>>;
using CrowdedMpmc = boost::lockfree::queue<std::uint64_t, boost::lockfree::capacity<CrowdedCapacity>>;

void check(std::uint64_t sum, std::uint64_t writers, std::uint64_t messages) {
    if (sum != writers * (messages * (messages - 1) / 2)) {
        std::fputs("peer: other messages came out than went in\n", stderr);
        std::abort();
    }
}

template <typename Queue>
double transfer(std::uint64_t writers, std::uint64_t messages) {
    auto queue = std::make_unique<Queue>();
    const bool isCrowded = writers > 1;
    Race race;
    race.add(1, [&] {
        Wait wait(isCrowded);
        std::uint64_t sum = 0;
        for (std::uint64_t left = writers * messages; left > 0; --left) {
            std::uint64_t message;
            while (!queue->pop(message)) {
                wait.once();
            }
            sum += message;
        }
        check(sum, writers, messages);
    });
    for (std::uint64_t writer = 0; writer < writers; ++writer) {
        race.add(writer & 1, [&] {
            Wait wait(isCrowded);
            for (std::uint64_t i = 0; i < messages; ++i) {
                while (!queue->push(i)) {
                    wait.once();
                }
            }
        });
    }
    return race.run() / static_cast<double>(writers * messages);
}

double transferBatched(std::uint64_t messages) {
    messages = std::max<std::uint64_t>(Batch, messages / Batch * Batch);
    auto queue = std::make_unique<Spsc>();
    Race race;
    race.add(1, [&] {
        Wait wait(false);
        std::uint64_t sum = 0;
        std::uint64_t batch[Batch];
        for (std::uint64_t left = messages; left > 0;) {
            const std::size_t count = queue->pop(batch, Batch);
            for (std::size_t i = 0; i < count; ++i) {
                sum += batch[i];
            }
            left -= count;
            if (count == 0) {
                wait.once();
            }
        }
        check(sum, 1, messages);
    });
    race.add(0, [&] {
        Wait wait(false);
        std::uint64_t batch[Batch];
        for (std::uint64_t i = 0; i < messages; i += Batch) {
            for (std::size_t j = 0; j < Batch; ++j) {
                batch[j] = i + j;
            }
            for (std::size_t done = 0; done < Batch;) {
                const std::size_t count = queue->push(batch + done, Batch - done);
                done += count;
                if (count == 0) {
                    wait.once();
                }
            }
        }
    });
    return race.run() / static_cast<double>(messages);
}

template <typename Queue>
double sameThread(std::uint64_t messages) {
    auto queue = std::make_unique<Queue>();
    Race race;
    race.add(0, [&] {
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < messages; ++i) {
            std::uint64_t message = 0;
            queue->push(i);
            queue->pop(message);
            sum += message;
        }
        check(sum, 1, messages);
    });
    return race.run() / static_cast<double>(messages);
}

template <typename Queue>
std::vector<double> roundTrip(std::uint64_t count) {
    auto there = std::make_unique<Queue>();
    auto back = std::make_unique<Queue>();
    std::vector<Clock::time_point> times(count + 1);
    Race race;
    race.add(0, [&] {
        times[0] = Clock::now();
        for (std::uint64_t i = 1; i <= count; ++i) {
            std::uint64_t message;
            there->push(i);
            while (!back->pop(message)) {
            }
            times[i] = Clock::now();
            if (message != i) {
                std::fputs("peer: another message came back\n", stderr);
                std::abort();
            }
        }
    });
    race.add(1, [&] {
        for (std::uint64_t i = 0; i < count; ++i) {
            std::uint64_t message;
            while (!there->pop(message)) {
            }
            back->push(message);
        }
    });
    race.run();
    std::vector<double> trips(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        trips[i] = nanoseconds(times[i + 1] - times[i]);
    }
    std::sort(trips.begin(), trips.end());
    return trips;
}

void print(const std::string& name, double value) {
    std::printf("@bench result %s 1 %.3f\n", name.c_str(), value);
}

template <typename Queue>
bool measure(const std::string& figure, const std::string& measure, std::uint64_t messages) {
    const std::uint64_t warmUp = std::max<std::uint64_t>(1, messages / 4);
    if (measure == "spsc") {
        transfer<Queue>(1, warmUp);
        print(figure, transfer<Queue>(1, messages));
    } else if (measure == "mpsc" && std::is_same_v<Queue, Mpmc>) {
        transfer<CrowdedMpmc>(2, warmUp);
        print(figure, transfer<CrowdedMpmc>(2, std::max<std::uint64_t>(1, messages / 2)));
    } else if (measure == "spsc-batch" && std::is_same_v<Queue, Spsc>) {
        transferBatched(warmUp);
        print(figure, transferBatched(messages));
    } else if (measure == "same-thread") {
        sameThread<Queue>(warmUp);
        print(figure, sameThread<Queue>(messages));
    } else if (measure == "round-trip") {
        roundTrip<Queue>(warmUp);
        const std::vector<double> trips = roundTrip<Queue>(messages);
        for (const auto& [name, share] : {std::pair{"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}}) {
            const auto index = static_cast<std::size_t>(static_cast<double>(trips.size()) * share);
            print(figure + "/" + name, trips[std::min(index, trips.size() - 1)]);
        }
    } else {
        return false;
    }
    return true;
}

}  // namespace

int main(int count, char** words) {
    const std::string figure = count == 3 ? words[1] : "";
    const std::uint64_t messages = count == 3 ? std::strtoull(words[2], nullptr, 10) : 0;
    const std::size_t colon = figure.find(':');
    const std::string queue = colon == std::string::npos ? "" : figure.substr(colon + 1);
    const std::string way = figure.substr(0, colon);
    const bool isKnown = messages > 0
        && ((queue == "boost-spsc-queue" && measure<Spsc>(figure, way, messages))
            || (queue == "boost-queue" && measure<Mpmc>(figure, way, messages)));
    if (!isKnown) {
        std::fputs("peer: give FIGURE MESSAGES, such as spsc:boost-spsc-queue 1000000\n", stderr);
        return 2;
    }
    std::puts("@bench end");
    return 0;
}
