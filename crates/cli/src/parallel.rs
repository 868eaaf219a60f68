//! Work on many documents at once, with results in their order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents that one worker may be ahead of what is printed: memory is bounded by these, not by the corpus.
const AHEAD: usize = 16;

/// How many workers there are when the user does not say.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does the work on each item, `jobs` at a time, and gives the results to `take` in the order of the items.
///
/// # Errors
/// The first error of `take`; nothing after it is taken.
pub fn each<T: Sync, R: Send, E>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if jobs < 2 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    for portion in items.chunks(jobs * AHEAD) {
        portion_of(portion, jobs, &work)
            .into_iter()
            .try_for_each(&mut take)?;
    }
    Ok(())
}

/// The results of a portion; whoever is free takes the next item.
fn portion_of<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: &(impl Fn(&T) -> R + Sync),
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match items.get(at) {
                Some(item) => done.push((at, work(item))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..jobs).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_number_of_workers() {
        let items: Vec<u64> = (0..500).collect();
        for jobs in [0, 1, 2, 3, 8] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = each(
                &items,
                jobs,
                // The first of a portion are the slowest.
                |n| (0..(500 - n) * 100).fold(*n, |sum, i| sum.wrapping_add(i % 2) - i % 2),
                |n| {
                    taken.push(n);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(taken, items, "{jobs}");
        }
    }

    #[test]
    fn an_error_ends_it() {
        let mut taken = 0;
        let done = each(
            &[1, 2, 3, 4],
            2,
            |n| *n,
            |n| {
                taken += 1;
                if n == 2 { Err(n) } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err(2), 2));
    }
}
