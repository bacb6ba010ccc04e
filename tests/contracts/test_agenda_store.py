"""What members bring to a meeting, on every backend."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.catalogue import Work
from bot.meetings.model.agenda import Raised
from bot.meetings.model.meetings import Meeting
from bot.questions.model.questions import Question
from storage.engine import Store
from tests.contracts.seed import NOW, plant, planted


def met(work: Work, community: int, day: int) -> Meeting:
    made = work.meetings.new(community, None, None, date(2027, 3, day), time(10), 60, "UTC", "", "")
    assert made is not None
    return made


def asked(work: Work, community: int, member: int, text: str, *, nameless: bool = False) -> Question:
    return work.questions.new(community, member, "" if nameless else "Health", text, "", (), NOW, nameless=nameless)


async def test_an_agenda_shows_questions_as_they_are_now_and_names_only_whoever_wants_it(store: Store) -> None:
    def unit(work: Work) -> list[list[Raised]]:
        seed = planted(work)
        meeting = met(work, seed.id, 11)
        first, second, third, fourth = (
            asked(work, seed.id, seed.member.id, text, nameless=text == "Third?")
            for text in ("First?", "Second?", "Third?", "Fourth?")
        )
        for number, question in enumerate((first, second, third, fourth)):
            when = NOW + timedelta(minutes=number)
            work.meetings.put_on_agenda(seed.id, meeting.id, question.id, when, named=question != second)
        seen = [list(work.meetings.agenda(seed.id, meeting.id))]
        work.questions.save(replace(first, text="First, in other words?"))
        work.questions.save(replace(second, hidden=True))
        work.questions.save(fourth.closed("found", NOW))
        seen.append(list(work.meetings.agenda(seed.id, meeting.id)))
        work.questions.save(fourth.closed("found", meeting.starts_at + timedelta(minutes=1)))
        work.questions.save(third.taken_back(NOW))
        work.members.erase(seed.id, seed.member.id, NOW)
        return [*seen, list(work.meetings.agenda(seed.id, meeting.id))]

    before, changed, over = await store.write(unit)
    me = {"member": 1, "unit": "Health"}
    assert before == [Raised(1, "First?", **me), Raised(2, "Second?"), Raised(3, "Third?"), Raised(4, "Fourth?", **me)]  # type: ignore[arg-type]
    assert changed == [Raised(1, "First, in other words?", **me), Raised(3, "Third?")]  # type: ignore[arg-type]
    assert over == [Raised(1, "First, in other words?"), Raised(4, "Fourth?")]


async def test_a_question_is_taken_to_a_meeting_once_and_off_again(store: Store) -> None:
    seed = await plant(store)

    def unit(work: Work) -> list[object]:
        later, sooner = met(work, seed.id, 25), met(work, seed.id, 11)
        question = asked(work, seed.id, seed.member.id, "First?")
        for meeting, named in ((later, True), (sooner, True), (sooner, False)):
            work.meetings.put_on_agenda(seed.id, meeting.id, question.id, NOW, named=named)
        seen: list[object] = [work.meetings.taken_to(seed.id, question.id)]
        work.meetings.take_off_agenda(seed.id, later.id, question.id)
        work.meetings.take_off_agenda(seed.id, later.id, question.id)
        return [*seen, work.meetings.taken_to(seed.id, question.id), work.meetings.brought_to(seed.id, sooner.id)]

    assert await store.write(unit) == [[(2, False), (1, True)], [(2, False)], [(1, False)]]
