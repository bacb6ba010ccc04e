"""One due step, run within a transaction: by the tick when its time has come, by the preview ahead of it."""

from datetime import datetime

from bot.catalogue import Catalogue, Work
from bot.due import DueRow
from bot.history import Happening


def run_step(row: DueRow, catalogue: Catalogue, work: Work, now: datetime) -> bool:
    """Whether the row was still to be run; then it was, and every feature has followed what happened by it."""
    work.only_writer_of(row.subject.community)
    if not work.due.take(row):
        return False
    step = catalogue.steps[row.kind]
    if row.until is None or now < row.until:
        step.action(row.subject, work, now)
    else:
        work.history.add(Happening(now, None, "dropped", row.subject, {"step": row.kind}))
        if step.lapsed:
            step.lapsed(row.subject, work, now)
    catalogue.react(work, now)
    return True
