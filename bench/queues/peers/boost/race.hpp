// Threads that begin together, each on a core of its own choice.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <immintrin.h>
#include <sched.h>
#include <thread>
#include <utility>
#include <vector>

using Clock = std::chrono::steady_clock;

inline double nanoseconds(Clock::duration time) {
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

// What a thread does that finds a queue full or empty.
class Wait {
public:
    explicit Wait(bool isCrowded) : _isCrowded(isCrowded) {
    }

    __attribute__((noinline)) void once() {
        _mm_pause();
        if (_isCrowded && ++_spins == SpinsBeforeYield) {
            _spins = 0;
            sched_yield();
        }
    }

private:
    static constexpr int SpinsBeforeYield = 128;
    const bool _isCrowded;
    int _spins = 0;
};

class Race {
public:
    // A part runs on core 0 or 1 of those that the program may use.
    void add(std::size_t core, std::function<void()> body) {
        _parts.emplace_back(core, std::move(body));
    }

    // Returns nanoseconds from when all were ready until the last had ended.
    double run() {
        const auto cores = allowed();
        std::vector<std::thread> threads;
        for (const auto& part : _parts) {
            threads.emplace_back([this, &part, &cores] {
                pin(cores[part.first]);
                if (_ready.fetch_add(1) + 1 == _parts.size()) {
                    _start = Clock::now();
                    _ready.fetch_add(1);
                }
                Wait wait(true);
                while (_ready.load(std::memory_order_acquire) <= _parts.size()) {
                    wait.once();
                }
                part.second();
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        return nanoseconds(Clock::now() - _start);
    }

private:
    static std::vector<int> allowed() {
        cpu_set_t mask;
        std::vector<int> cores;
        require(sched_getaffinity(0, sizeof mask, &mask) == 0, "the kernel does not say on which cores this may run");
        for (int core = 0; core < CPU_SETSIZE && cores.size() < 2; ++core) {
            if (CPU_ISSET(core, &mask)) {
                cores.push_back(core);
            }
        }
        require(cores.size() == 2, "two cores are needed");
        return cores;
    }

    static void pin(int core) {
        cpu_set_t mask;
        CPU_ZERO(&mask);
        CPU_SET(core, &mask);
        require(sched_setaffinity(0, sizeof mask, &mask) == 0, "a thread cannot be put on a core");
    }

    static void require(bool holds, const char* message) {
        if (!holds) {
            std::fprintf(stderr, "peer: %s\n", message);
            std::exit(3);
        }
    }

    std::vector<std::pair<std::size_t, std::function<void()>>> _parts;
    std::atomic<std::size_t> _ready{0};
    Clock::time_point _start;
};
