//! Measures crossbeam's queues the way that `queuesbench` measures those of .NET: the same loops, the same waiting, the
//! same lines. Usage: `peer FIGURE MESSAGES`.

mod queues;
mod race;

use queues::{ArrayQueueEnd, ChannelEnd, Queue, SegQueueEnd};
use race::{pause, race};
use std::time::Instant;

const CAPACITY: usize = 1024;

// Where three threads share two cores: a turn of the scheduler is to find enough to do.
const CROWDED_CAPACITY: usize = 64 * CAPACITY;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (figure, messages) = match words.as_slice() {
        [figure, messages] => (figure.as_str(), messages.parse::<u64>().unwrap_or(0)),
        _ => ("", 0),
    };
    let queue = figure.split_once(':').map_or("", |(_, queue)| queue);
    let capacity = if figure.starts_with("mpsc:") { CROWDED_CAPACITY } else { CAPACITY };
    let is_known = messages > 0
        && match queue {
            "crossbeam-array-queue" => measure(figure, messages, || ArrayQueueEnd::new(capacity)),
            "crossbeam-seg-queue" => measure(figure, messages, SegQueueEnd::new),
            "crossbeam-bounded" => measure(figure, messages, || ChannelEnd::bounded(capacity)),
            "crossbeam-unbounded" => measure(figure, messages, ChannelEnd::unbounded),
            _ => false,
        };
    if !is_known {
        eprintln!("peer: give FIGURE MESSAGES, such as spsc:crossbeam-array-queue 1000000");
        std::process::exit(2);
    }
    println!("@bench end");
}

fn measure<Q: Queue>(figure: &str, messages: u64, make: impl Fn() -> Q) -> bool {
    let warm_up = (messages / 4).max(1);
    let print = |name: &str, value: f64| println!("@bench result {name} 1 {value:.3}");
    match figure.split(':').next() {
        Some("spsc") => {
            transfer(&make(), 1, warm_up);
            print(figure, transfer(&make(), 1, messages));
        }
        Some("mpsc") => {
            transfer(&make(), 2, warm_up);
            print(figure, transfer(&make(), 2, (messages / 2).max(1)));
        }
        Some("same-thread") => {
            same_thread(&make(), warm_up);
            print(figure, same_thread(&make(), messages));
        }
        Some("round-trip") => {
            round_trip(&make(), &make(), warm_up);
            let trips = round_trip(&make(), &make(), messages);
            for (name, share) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)] {
                let index = ((trips.len() as f64 * share) as usize).min(trips.len() - 1);
                print(&format!("{figure}/{name}"), trips[index]);
            }
        }
        _ => return false,
    }
    true
}

fn transfer<Q: Queue>(queue: &Q, writers: u64, messages: u64) -> f64 {
    let is_crowded = writers > 1;
    let write = || {
        let mut spins = 0;
        for i in 0..messages {
            while !queue.try_write(i) {
                pause(&mut spins, is_crowded);
            }
        }
    };
    let read = || {
        let mut spins = 0;
        let mut sum = 0;
        for _ in 0..writers * messages {
            sum += loop {
                match queue.try_read() {
                    Some(message) => break message,
                    None => pause(&mut spins, is_crowded),
                }
            };
        }
        check(sum, writers, messages);
    };
    let mut parts: Vec<(usize, &(dyn Fn() + Sync))> = vec![(1, &read)];
    for i in 0..writers {
        parts.push((i as usize & 1, &write));
    }
    race(&parts) / (writers * messages) as f64
}

fn same_thread<Q: Queue>(queue: &Q, messages: u64) -> f64 {
    let pass = || {
        let mut sum = 0;
        for i in 0..messages {
            queue.try_write(i);
            sum += queue.try_read().unwrap_or(0);
        }
        check(sum, 1, messages);
    };
    race(&[(0, &pass)]) / messages as f64
}

fn round_trip<Q: Queue>(there: &Q, back: &Q, count: u64) -> Vec<f64> {
    let times = std::sync::Mutex::new(Vec::with_capacity(count as usize + 1));
    let ask = || {
        let mut times = times.lock().unwrap();
        times.push(Instant::now());
        for i in 0..count {
            there.try_write(i);
            let message = loop {
                if let Some(message) = back.try_read() {
                    break message;
                }
            };
            times.push(Instant::now());
            assert_eq!(message, i, "another message came back");
        }
    };
    let answer = || {
        for _ in 0..count {
            let message = loop {
                if let Some(message) = there.try_read() {
                    break message;
                }
            };
            back.try_write(message);
        }
    };
    race(&[(0, &ask), (1, &answer)]);
    let times = times.into_inner().unwrap();
    let mut trips: Vec<f64> =
        times.windows(2).map(|pair| (pair[1] - pair[0]).as_nanos() as f64).collect();
    trips.sort_by(f64::total_cmp);
    trips
}

fn check(sum: u64, writers: u64, messages: u64) {
    assert_eq!(sum, writers * (messages * (messages - 1) / 2), "other messages came out than went in");
}
