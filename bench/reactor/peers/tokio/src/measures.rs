//! What is measured: each does as many operations as it is told.

use std::future::{poll_fn, Future};
use std::pin::{pin, Pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::{mpsc, Notify};
use tokio::task::yield_now;
use tokio::time::Sleep;

const BATCH: u64 = 256;
const CAPACITY: usize = 1024;
const PENDING: usize = 1_000_000;
const HOUR: u64 = 3_600_000_000_000;

/// A message of a cache line.
#[derive(Clone, Copy, Default)]
struct Order {
    number: u64,
    filled: u64,
    hops: u64,
    _rest: [u64; 5],
}

/// Tasks that do nothing but let one another run.
pub async fn yields(tasks: u64, count: u64) {
    let all: Vec<_> = (0..tasks)
        .map(|_| {
            tokio::spawn(async move {
                for _ in 0..count / tasks {
                    yield_now().await;
                }
            })
        })
        .collect();
    for task in all {
        task.await.unwrap();
    }
}

/// Children that nobody waits for: a batch runs before the next is started.
pub async fn spawns(count: u64) {
    let done = Arc::new(AtomicU64::new(0));
    let mut started = 0;
    while started < count {
        let batch = BATCH.min(count - started);
        for _ in 0..batch {
            let done = done.clone();
            tokio::spawn(async move {
                done.fetch_add(1, Ordering::Release);
            });
        }
        started += batch;
        while done.load(Ordering::Acquire) < started {
            yield_now().await;
        }
    }
}

/// Children that are waited for, one at a time.
pub async fn joins(count: u64) {
    for i in 0..count {
        assert_eq!(tokio::spawn(async move { i }).await.unwrap(), i);
    }
}

/// Two tasks that answer each other over two channels.
pub async fn channel_ping_pong(count: u64) {
    let (there, mut asked) = mpsc::channel(1);
    let (back, mut answered) = mpsc::channel(1);
    let answering = tokio::spawn(async move {
        while let Some(message) = asked.recv().await {
            back.send(message).await.unwrap();
        }
    });
    for i in 0..count {
        there.send(i).await.unwrap();
        assert_eq!(answered.recv().await, Some(i));
    }
    drop(there);
    answering.await.unwrap();
}

/// Two tasks that wake each other.
pub async fn notify_ping_pong(count: u64) {
    let there = Arc::new(Notify::new());
    let back = Arc::new(Notify::new());
    let (asked, answer) = (there.clone(), back.clone());
    let answering = tokio::spawn(async move {
        for _ in 0..count {
            asked.notified().await;
            answer.notify_one();
        }
    });
    for _ in 0..count {
        there.notify_one();
        back.notified().await;
    }
    answering.await.unwrap();
}

/// Timers that are made, begun and dropped.
pub async fn timers(count: u64) {
    for _ in 0..count {
        let mut sleep = pin!(tokio::time::sleep(Duration::from_secs(10)));
        begin(sleep.as_mut()).await;
    }
}

/// A million timers pending, one of which is made and begun and the oldest dropped.
pub struct PendingTimers {
    timers: Vec<Pin<Box<Sleep>>>,
    made: u64,
    oldest: usize,
}

impl PendingTimers {
    /// Makes the timers.
    pub async fn new() -> Self {
        let mut pending = PendingTimers { timers: Vec::with_capacity(PENDING), made: 0, oldest: 0 };
        for _ in 0..PENDING {
            let timer = pending.make().await;
            pending.timers.push(timer);
        }
        pending
    }

    /// Makes some more.
    pub async fn run(&mut self, count: u64) {
        for _ in 0..count {
            self.timers[self.oldest] = self.make().await;
            self.oldest = (self.oldest + 1) % PENDING;
        }
    }

    // Times are far apart in no order, over about 18 minutes.
    async fn make(&mut self) -> Pin<Box<Sleep>> {
        let scattered = self.made.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24;
        self.made += 1;
        let mut sleep = Box::pin(tokio::time::sleep(Duration::from_nanos(HOUR + scattered)));
        begin(sleep.as_mut()).await;
        sleep
    }
}

// The first poll is what puts it among the runtime's timers. The budget that tasks have would end it otherwise.
async fn begin(mut sleep: Pin<&mut Sleep>) {
    tokio::task::unconstrained(poll_fn(|context| {
        assert!(sleep.as_mut().poll(context).is_pending());
        Poll::Ready(())
    }))
    .await;
}

/// One task that takes messages from one channel, changes each and sends it on another, which leads back.
pub async fn delivery(count: u64) {
    let (there, mut from_there) = mpsc::channel(CAPACITY);
    let (back, mut from_back) = mpsc::channel(CAPACITY);
    for number in 0..BATCH {
        there.try_send(Order { number, ..Order::default() }).ok().unwrap();
    }
    let mut done = 0;
    while done < count {
        back.try_send(handle(from_there.try_recv().unwrap())).ok().unwrap();
        there.try_send(handle(from_back.try_recv().unwrap())).ok().unwrap();
        done += 2;
    }
}

fn handle(mut order: Order) -> Order {
    order.filled += order.number & 7;
    order.hops += 1;
    order
}
