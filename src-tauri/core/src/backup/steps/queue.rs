//! Queued: another request of the account is open. The next step begins when it has been fulfilled.

use crate::backup::step_error::StepResult;
use crate::backup::{JobContext, JobHandle};

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let mut changes = context.store.changes();
    loop {
        context.check_cancel(handle)?;
        changes.borrow_and_update();
        if context.store.take_turn(&handle.job.id)? {
            return Ok(());
        }
        tokio::select! {
            () = handle.cancel.cancelled() => {}
            () = context.closing.cancelled() => {}
            // An error says that the store is gone; then Satchel is closing.
            _ = changes.changed() => {}
        }
    }
}
