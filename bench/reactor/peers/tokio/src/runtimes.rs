//! tokio's runtimes, and how something is timed on them.

use crate::measures::PendingTimers;
use std::future::Future;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

const MASK_WORDS: usize = 16;

extern "C" {
    fn sched_getaffinity(thread: i32, length: usize, mask: *mut u64) -> i32;
    fn sched_setaffinity(thread: i32, length: usize, mask: *const u64) -> i32;
}

/// Runs something on the runtime of one thread, which stays on one core.
pub fn current(body: impl Fn(&Runtime) -> bool) -> bool {
    stay();
    body(&Builder::new_current_thread().enable_time().build().unwrap())
}

/// Runs something on the runtime of several threads.
pub fn multi(body: impl Fn(&Runtime) -> bool) -> bool {
    body(&Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap())
}

/// Nanoseconds for each operation of a task.
pub fn time(runtime: &Runtime, count: u64, task: impl Future<Output = ()> + Send + 'static) -> f64 {
    runtime.block_on(async move {
        let start = Instant::now();
        tokio::spawn(task).await.unwrap();
        start.elapsed().as_nanos() as f64 / count as f64
    })
}

/// Nanoseconds for each timer that is made and dropped beside the many that are pending, which are made first.
pub fn time_pending_timers(runtime: &Runtime, warm_up: u64, count: u64) -> f64 {
    runtime.block_on(async move {
        tokio::spawn(async move {
            let mut timers = PendingTimers::new().await;
            timers.run(warm_up).await;
            let start = Instant::now();
            timers.run(count).await;
            start.elapsed().as_nanos() as f64 / count as f64
        })
        .await
        .unwrap()
    })
}

// On the first core that the program may use.
fn stay() {
    let mut mask = [0u64; MASK_WORDS];
    // SAFETY: the mask is as long as is said.
    let result = unsafe { sched_getaffinity(0, std::mem::size_of_val(&mask), mask.as_mut_ptr()) };
    assert_eq!(result, 0, "the kernel does not say on which cores this may run");
    let first = (0..MASK_WORDS * 64).find(|i| mask[i / 64] >> (i % 64) & 1 != 0).expect("a core is needed");
    let mut one = [0u64; MASK_WORDS];
    one[first / 64] = 1 << (first % 64);
    // SAFETY: the mask is as long as is said.
    let result = unsafe { sched_setaffinity(0, std::mem::size_of_val(&one), one.as_ptr()) };
    assert_eq!(result, 0, "a thread cannot be put on core {first}");
}
