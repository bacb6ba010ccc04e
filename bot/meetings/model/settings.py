"""What stewards may change about meetings."""

from bot.feature import Setting

AGENDA = Setting(
    "meetings.agenda",
    "The running order on the announcement",
    "Two short stories · Round table, passing is fine · One open question",
)
