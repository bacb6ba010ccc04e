"""What was noted of a meeting, and what is to be done until it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot import grammar, quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall, Found
from bot.chat.cards import Card, said
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.feature import OnButton
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.actions.seeing import came, changeable, homes, named_meeting, person
from bot.meetings.cards import forms
from bot.meetings.cards import notes as cards
from bot.meetings.cards.meetings import name_of_meeting
from bot.meetings.cards.when import day
from bot.meetings.model.meetings import NOTES_WAITED_FOR, Meeting
from bot.meetings.model.notes import LONGEST_NOTES, Notes, actions_in
from bot.meetings.store import MeetingWork
from bot.ports import Document
from bot.postings import InChannel


def ask_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """One request to whoever convened, an hour after the end."""
    meeting = work.meetings.get(subject.community, subject.id)
    if meeting.state != "held" or meeting.no_notes or meeting.notes_asked_at:
        return
    announcing.kept(replace(meeting, notes_asked_at=now), work, now)
    _ask(meeting, "notes", work, now)


def remind_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """One reminder, in place of the request."""
    meeting = work.meetings.get(subject.community, subject.id)
    if meeting.state != "held" or meeting.no_notes or meeting.notes_reminded_at:
        return
    announcing.kept(replace(meeting, notes_reminded_at=now), work, now)
    work.postings.withdraw(meeting.subject.about("notes"), now)
    _ask(meeting, "notes:again", work, now)


def not_asked(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """Too much time has passed to ask for notes."""
    announcing.kept(replace(work.meetings.get(subject.community, subject.id), notes_asked_at=now), work, now)


def not_reminded(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """Too much time has passed to ask again."""
    announcing.kept(replace(work.meetings.get(subject.community, subject.id), notes_reminded_at=now), work, now)


def _ask(meeting: Meeting, part: str, work: MeetingWork, now: datetime) -> None:
    place = work.members.reach(meeting.community, meeting.convener) if meeting.convener else None
    if place is not None:
        calendar = work.communities.calendar(meeting.community)
        until = calendar.at(calendar.after(calendar.day_of(meeting.ends_at), NOTES_WAITED_FOR), meeting.at)
        quiet.want(meeting.subject.about(part), place, work, now, expires_at=max(until, now))


def draw_ask(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """The request, while nobody has noted anything."""
    meeting = work.meetings.get(subject.community, subject.id)
    waits = (
        meeting.state == "held" and not meeting.no_notes and not work.meetings.notes_of(meeting.community, meeting.id)
    )
    return cards.asked_card(meeting, view) if waits else None


def none_this_time(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """No notes this time."""
    return _skipped(named_meeting(call.subject, caller, work), caller, work, now)


def _skipped(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    _asks_no_more(changeable(meeting, caller), work, now)
    return Private(said(caller.words("Fine, no notes this time.")))


def _asks_no_more(meeting: Meeting, work: MeetingWork, now: datetime) -> None:
    announcing.kept(replace(meeting, no_notes=True), work, now)
    for part in ("notes", "notes:again"):
        work.postings.withdraw(meeting.subject.about(part), now)


def typed(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`notes` shows the last ones, `notes 4` those of meeting 4, `notes 4 We talked about …` adds to them.

    `notes add 4` opens the form; `notes show 9` and `notes edit 9` are about what somebody noted, by its own number.
    """
    line = grammar.typed(call.text)
    if line.word in _WAYS:
        number, _ = grammar.number_in(line.rest)
        if number is None:
            raise CommunityError("number_needed")
        kind, way = _WAYS[line.word]
        press = ButtonCall(call.key, call.by, call.where, "notes.show", str(caller.subject(kind, number)))
        return way(press, caller, work, now)
    if line.word == "none":
        number, _ = grammar.number_in(line.rest)
        return _skipped(_meant(number, caller, work, now), caller, work, now)
    number, rest = grammar.number_in(call.text)
    if number is None and rest:
        raise CommunityError("number_needed")
    meeting = _meant(number, caller, work, now)
    if not rest:
        return Private(_shown(meeting, caller, work, now))
    return _added(meeting, rest[:LONGEST_NOTES], "", (), caller, work, now)


def _meant(number: int | None, caller: Caller, work: MeetingWork, now: datetime) -> Meeting:
    """The meeting of that number, the one going on, or the last one held."""
    if number is not None:
        return work.meetings.get(caller.community, number)
    going_on = [one for one in work.meetings.upcoming(caller.community, now, 1) if one.starts_at <= now]
    held = going_on or work.meetings.latest_held(caller.community, 1)
    if not held:
        raise CommunityError("no_meeting_yet")
    return held[0]


def write(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """Three boxes."""
    meeting = _may_add(named_meeting(call.subject, caller, work), caller, work, now)
    return OpenForm(forms.notes_form(meeting, caller.view))


def written_down(call: FormCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The filled-in boxes."""
    meeting = named_meeting(call.subject, caller, work)
    talked, useful = (written(call.values, name)[:LONGEST_NOTES] for name in ("talked", "useful"))
    return _added(meeting, talked, useful, actions_in(written(call.values, "actions")), caller, work, now)


def _added(
    meeting: Meeting,
    talked: str,
    useful: str,
    actions: Sequence[str],
    caller: Caller,
    work: MeetingWork,
    now: datetime,
) -> Reply:
    meeting = _may_add(meeting, caller, work, now)
    if not (talked or useful or actions):
        raise CommunityError("nothing_noted")
    notes = work.meetings.new_notes(meeting, caller.member, talked, useful, now)
    for text in actions:
        work.meetings.new_action(notes, text, now)
    _asks_no_more(meeting, work, now)
    _stands(notes, meeting, work, now)
    work.history.add(Happening(now, caller.member, "noted", notes.subject))
    return Private(_shown(meeting, caller, work, now))


def _may_add(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Meeting:
    if meeting.state == "cancelled" or meeting.starts_at > now:
        raise CommunityError("not_held_yet")
    if not came(meeting, caller, work):
        raise CommunityError("were_you_there")
    return meeting


def _stands(notes: Notes, meeting: Meeting, work: MeetingWork, now: datetime) -> None:
    """In the thread of the announcement where there is one, and in the index."""
    announced = {standing.place for standing in work.postings.places(meeting.subject)}
    for home in homes(meeting.community, work):
        place = InChannel(home.id)
        work.postings.want(notes.subject, place, now=now, under=meeting.subject if place in announced else None)
    _findable(notes, work)


def _findable(notes: Notes, work: MeetingWork) -> None:
    """By their own words: those of the topic are its suggester's to take back."""
    actions = " ".join(action.text for action in work.meetings.actions_of(notes.community, notes.id))
    work.search.put(Document(notes.subject, "", f"{notes.talked} {notes.useful} {actions}"))


def _shown(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Card:
    if meeting.state == "cancelled" or meeting.starts_at > now:
        return cards.too_early_card(meeting, caller.view)
    words = caller.words
    told = [
        (
            notes,
            work.meetings.actions_of(notes.community, notes.id),
            person(notes.community, notes.member, work, words),
            notes.member == caller.member,
        )
        for notes in work.meetings.notes_of(meeting.community, meeting.id)
    ]
    return cards.shown_card(meeting, told, caller.view, may_add=came(meeting, caller, work))


def show(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """What was noted of the meeting to which these notes belong."""
    notes = work.meetings.notes(caller.community, caller.own(call.subject, "notes").id)
    if not notes.visible:
        raise Unknown
    return Private(_shown(work.meetings.get(caller.community, notes.meeting), caller, work, now))


def edit(call: ButtonCall, caller: Caller, work: MeetingWork, _now: datetime) -> Reply:
    """The form with what stands."""
    return OpenForm(forms.notes_edit_form(_own(call.subject, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The changed notes."""
    talked, useful = (written(call.values, name)[:LONGEST_NOTES] for name in ("talked", "useful"))
    notes = replace(_own(call.subject, caller, work), talked=talked, useful=useful)
    if not (talked or useful or work.meetings.actions_of(notes.community, notes.id)):
        raise CommunityError("nothing_noted")
    work.meetings.save_notes(notes)
    meeting = work.meetings.get(notes.community, notes.meeting)
    _findable(notes, work)
    work.postings.redraw(notes.subject, now)
    return Private(_shown(meeting, caller, work, now))


def take_back(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """Gone from every place, and from search, with the actions that came with them."""
    notes = _own(call.subject, caller, work, hidden=True)
    work.flags.lower(notes.subject)
    for action in work.meetings.actions_of(notes.community, notes.id):
        work.meetings.save_action(replace(action, text="", withdrawn=True))
    work.meetings.save_notes(notes.taken_back())
    work.postings.withdraw(notes.subject, now)
    work.search.drop(notes.subject)
    work.history.add(Happening(now, caller.member, "took back", notes.subject))
    return Private(said(caller.words("Taken back. Your notes are gone from every place I put them, and from search.")))


def put_away(notes: Notes, work: MeetingWork, now: datetime) -> None:
    """Hidden: they stand nowhere and are found nowhere, nor do their actions come back."""
    work.meetings.save_notes(replace(notes, hidden=True))
    work.postings.withdraw(notes.subject, now)
    work.search.drop(notes.subject)


def bring_back(notes: Notes, work: MeetingWork, now: datetime) -> None:
    """They stand again."""
    notes = replace(notes, hidden=False)
    work.meetings.save_notes(notes)
    _stands(notes, work.meetings.get(notes.community, notes.meeting), work, now)


def _own(text: str, caller: Caller, work: MeetingWork, *, hidden: bool = False) -> Notes:
    """The caller's notes; with `hidden`, also those that a steward hid. Raises `CommunityError`."""
    notes = work.meetings.notes(caller.community, caller.own(text, "notes").id)
    if notes.withdrawn or (notes.hidden and not (hidden and notes.member == caller.member)):
        raise Unknown
    if notes.member != caller.member:
        raise CommunityError("author_only")
    return notes


def done(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """An action is done; it comes back no more."""
    action = work.meetings.action(caller.community, caller.own(call.subject, "action").id)
    if action.withdrawn or not work.meetings.notes(caller.community, action.notes).visible:
        raise Unknown
    if action.done_at is None:
        work.meetings.save_action(replace(action, done_at=now))
        work.postings.redraw(Subject(action.community, "notes", action.notes), now)
        work.history.add(Happening(now, caller.member, "done", action.subject))
    return Private(said(caller.words("Done: {action}", action=action.text)))


def done_typed(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`done 4`."""
    number, _ = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    return done(
        ButtonCall(call.key, call.by, call.where, "action.done", str(caller.subject("action", number))),
        caller,
        work,
        now,
    )


def draw(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """The notes under the announcement, while anybody may see them."""
    notes = work.meetings.notes(subject.community, subject.id)
    if not notes.visible:
        return None
    meeting = work.meetings.get(notes.community, notes.meeting)
    actions = work.meetings.actions_of(notes.community, notes.id)
    return cards.notes_card(meeting, notes, actions, person(notes.community, notes.member, work, view.words), view)


def found(community: int, numbers: Sequence[int], work: MeetingWork, view: View) -> Sequence[Found]:
    """Notes as the search tells of them."""
    told = []
    for number in numbers:
        notes = work.meetings.notes(community, number)
        if notes.visible:
            meeting = work.meetings.get(community, notes.meeting)
            text = _start(notes.useful or notes.talked)
            when = view.words("notes of {day}", day=day(meeting.day, view.words))
            told.append(
                Found(
                    notes.subject,
                    name_of_meeting(meeting, view.words),
                    view.words.rich("“{text}” · {when}", text=text, when=when),
                )
            )
    return told


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:159].rstrip() + "…"


_WAYS: Mapping[str, tuple[str, OnButton[MeetingWork]]] = {
    "add": ("meeting", write),
    "show": ("notes", show),
    "edit": ("notes", edit),
}
