//! Measures tokio's tasks, timers and channels the way that `reactorbench` measures Ensō's and .NET's: the same loops, the same
//! lines. Usage: `peer MEASURE:RUNTIME COUNT`, where the runtime is `tokio-current` (one thread, kept on one core),
//! `tokio-multi` (two threads), or either with `-notify`.

mod measures;
mod runtimes;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (figure, count) = match words.as_slice() {
        [figure, count] => (figure.as_str(), count.parse::<u64>().unwrap_or(0)),
        _ => ("", 0),
    };
    let (measure, name) = figure.split_once(':').unwrap_or(("", ""));
    let is_known = count > 0
        && match name {
            "tokio-current" => runtimes::current(|runtime| run(runtime, figure, measure, count)),
            "tokio-multi" => runtimes::multi(|runtime| run(runtime, figure, measure, count)),
            "tokio-current-notify" => runtimes::current(|runtime| run(runtime, figure, "notify", count)),
            "tokio-multi-notify" => runtimes::multi(|runtime| run(runtime, figure, "notify", count)),
            _ => false,
        };
    if !is_known {
        eprintln!("peer: give FIGURE COUNT, such as yield:tokio-current 1000000");
        std::process::exit(2);
    }
    println!("@bench end");
}

fn run(runtime: &tokio::runtime::Runtime, figure: &str, measure: &str, count: u64) -> bool {
    let warm_up = (count / 4).max(1);
    if measure == "timers" {
        print(figure, runtimes::time_pending_timers(runtime, warm_up, count));
        return true;
    }
    let time = |count| match measure {
        "switch" => Some(runtimes::time(runtime, count, measures::yields(2, count))),
        "yield" => Some(runtimes::time(runtime, count, measures::yields(1, count))),
        "spawn" => Some(runtimes::time(runtime, count, measures::spawns(count))),
        "join" => Some(runtimes::time(runtime, count, measures::joins(count))),
        "ping-pong" => Some(runtimes::time(runtime, count, measures::channel_ping_pong(count))),
        "notify" => Some(runtimes::time(runtime, count, measures::notify_ping_pong(count))),
        "timer-cancel" => Some(runtimes::time(runtime, count, measures::timers(count))),
        "delivery" => Some(runtimes::time(runtime, count, measures::delivery(count))),
        _ => None,
    };
    if time(warm_up).is_none() {
        return false;
    }
    if let Some(nanoseconds) = time(count) {
        print(figure, nanoseconds);
    }
    true
}

fn print(figure: &str, nanoseconds: f64) {
    println!("@bench result {figure} 1 {nanoseconds:.3}");
}
