//! crossbeam's queues, by one interface that is compiled for each.

use crossbeam_channel::{Receiver, Sender};
use crossbeam_queue::{ArrayQueue, SegQueue};

pub trait Queue: Sync {
    fn try_write(&self, message: u64) -> bool;
    fn try_read(&self) -> Option<u64>;
}

pub struct ArrayQueueEnd(ArrayQueue<u64>);

impl ArrayQueueEnd {
    pub fn new(capacity: usize) -> Self {
        Self(ArrayQueue::new(capacity))
    }
}

impl Queue for ArrayQueueEnd {
    fn try_write(&self, message: u64) -> bool {
        self.0.push(message).is_ok()
    }

    fn try_read(&self) -> Option<u64> {
        self.0.pop()
    }
}

pub struct SegQueueEnd(SegQueue<u64>);

impl SegQueueEnd {
    pub fn new() -> Self {
        Self(SegQueue::new())
    }
}

impl Queue for SegQueueEnd {
    fn try_write(&self, message: u64) -> bool {
        self.0.push(message);
        true
    }

    fn try_read(&self) -> Option<u64> {
        self.0.pop()
    }
}

pub struct ChannelEnd {
    sender: Sender<u64>,
    receiver: Receiver<u64>,
}

impl ChannelEnd {
    pub fn bounded(capacity: usize) -> Self {
        let (sender, receiver) = crossbeam_channel::bounded(capacity);
        Self { sender, receiver }
    }

    pub fn unbounded() -> Self {
        let (sender, receiver) = crossbeam_channel::unbounded();
        Self { sender, receiver }
    }
}

impl Queue for ChannelEnd {
    fn try_write(&self, message: u64) -> bool {
        self.sender.try_send(message).is_ok()
    }

    fn try_read(&self) -> Option<u64> {
        self.receiver.try_recv().ok()
    }
}
