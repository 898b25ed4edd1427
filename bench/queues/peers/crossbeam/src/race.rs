//! Threads that begin together, each on a core of its own choice.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::Instant;

const SPINS_BEFORE_YIELD: u32 = 128;
const MASK_WORDS: usize = 16;

extern "C" {
    fn sched_getaffinity(thread: i32, length: usize, mask: *mut u64) -> i32;
    fn sched_setaffinity(thread: i32, length: usize, mask: *const u64) -> i32;
}

/// Runs the parts, each on the core (0 or 1) that stands beside it; returns nanoseconds until the last has ended.
pub fn race(parts: &[(usize, &(dyn Fn() + Sync))]) -> f64 {
    let cores = cores();
    let ready = AtomicUsize::new(0);
    let start = Mutex::new(Instant::now());
    std::thread::scope(|scope| {
        for &(core, body) in parts {
            let (ready, start) = (&ready, &start);
            scope.spawn(move || {
                pin(cores[core]);
                if ready.fetch_add(1, Ordering::SeqCst) + 1 == parts.len() {
                    *start.lock().unwrap() = Instant::now();
                    ready.fetch_add(1, Ordering::SeqCst);
                }
                let mut spins = 0;
                while ready.load(Ordering::Acquire) <= parts.len() {
                    pause(&mut spins, true);
                }
                body();
            });
        }
    });
    let start = *start.lock().unwrap();
    start.elapsed().as_nanos() as f64
}

/// What a thread does that finds a queue full or empty.
#[inline(never)]
pub fn pause(spins: &mut u32, is_crowded: bool) {
    std::hint::spin_loop();
    *spins += 1;
    if is_crowded && *spins >= SPINS_BEFORE_YIELD {
        *spins = 0;
        std::thread::yield_now();
    }
}

// The first two that the program may use.
fn cores() -> [usize; 2] {
    let mut mask = [0u64; MASK_WORDS];
    // SAFETY: the mask is as long as is said.
    let result = unsafe { sched_getaffinity(0, std::mem::size_of_val(&mask), mask.as_mut_ptr()) };
    assert_eq!(result, 0, "the kernel does not say on which cores this may run");
    let mut found = (0..MASK_WORDS * 64).filter(|i| mask[i / 64] >> (i % 64) & 1 != 0);
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => [first, second],
        _ => panic!("two cores are needed"),
    }
}

fn pin(core: usize) {
    let mut mask = [0u64; MASK_WORDS];
    mask[core / 64] = 1 << (core % 64);
    // SAFETY: the mask is as long as is said.
    let result = unsafe { sched_setaffinity(0, std::mem::size_of_val(&mask), mask.as_ptr()) };
    assert_eq!(result, 0, "a thread cannot be put on core {core}");
}
