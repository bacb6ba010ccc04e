"""Looking up what one member's home tells."""

from collections.abc import Iterator
from datetime import datetime

from bot.audience import View
from bot.chat.words import Words
from bot.community.model import Community
from bot.conveners.actions.offering import nobody_else
from bot.conveners.actions.seeing import meeting_of
from bot.conveners.model.turns import Turn
from bot.home import cards
from bot.home.model import LOOKED_THROUGH, MOST_NEWS, MOST_QUESTIONS, STANDS_FOR, new_since
from bot.home.store import HomeWork
from bot.members.model import Member
from bot.offers.actions.seeing import answerable, called
from bot.offers.cards.offers import because
from bot.offers.model.choosing import NEAR_ENOUGH
from bot.offers.model.offers import Why
from bot.questions.model.questions import Question
from bot.topics.actions.seeing import options_shown
from bot.topics.cards.polls import until

MOST_EXPERIENCES = 3
"""Of somebody's experiences the newest are looked for in what is open."""
MOST_MATCHES = 5
LATEST_MEETINGS = 3
"""Notes of so many meetings may be news."""


def gathered(member: Member, work: HomeWork, now: datetime, view: View, others: dict[int, Community]) -> cards.Home:
    """What the member's home tells, five lines at most. `others` are the other communities they are in, by number."""
    return cards.Home(
        work.communities.get(member.community),
        member,
        _news(member, work, now, view.words),
        _wanted(member, work, view.words),
        _mine(member, work),
        _choosing(member, work, now, view.words),
        _meets(member, work, now),
        work.flags.raised(member.community) if member.steward else (),
        others,
    )


def elsewhere(member: Member, theirs: list[int], work: HomeWork) -> dict[int, Community]:
    """Of these communities those that aren't the member's, by number."""
    return {one: work.communities.get(one) for one in theirs if one != member.community}


def _news(member: Member, work: HomeWork, now: datetime, words: Words) -> list[cards.News]:
    """The newest few, what helped somebody first; nothing of the member's own."""
    return list(_all_news(member, new_since(member), now + STANDS_FOR, work, words))[:MOST_NEWS]


def _all_news(member: Member, since: datetime, until: datetime, work: HomeWork, words: Words) -> Iterator[cards.News]:
    """What has come since then, up to this very moment, whenever the member looked: `until` lies ahead."""
    community = member.community
    for question in work.questions.some(community, work.digests.helped(community, since, until)[:LOOKED_THROUGH]):
        if question.member != member.id:
            yield cards.news_of_question(question, words)
    for resource in work.library.some(community, work.digests.shared(community, since, until)[:LOOKED_THROUGH]):
        if member.id not in {resource.sharer, resource.owner}:
            yield cards.news_of_resource(resource.subject, resource.name, words)
    for meeting in work.meetings.latest_held(community, LATEST_MEETINGS):
        for notes in work.meetings.notes_of(community, meeting.id):
            if notes.written_at > since and notes.member != member.id:
                yield cards.news_of_notes(notes.subject, meeting, words)
    for question in work.questions.latest_open(community, LOOKED_THROUGH):
        if question.asked_at > since and question.member != member.id:
            yield cards.news_of_question(question, words)


def _wanted(member: Member, work: HomeWork, words: Words) -> cards.Wanted | None:
    """What was brought to the member and waits for an answer; else an open question near to what they said of themselves."""
    for offer in work.offers.unanswered(member.community, member.id):
        question = work.questions.get(member.community, offer.question)
        if not offer.own and answerable(question):
            name = called(member.community, offer.named_by, work, words)
            return cards.Wanted(question, because(offer.why, name, words), offer)
    for question, why in _near(member, work):
        if _could_use(member, question, work):
            return cards.Wanted(question, because(why, "", words), None)
    return None


def _near(member: Member, work: HomeWork) -> Iterator[tuple[Question, Why]]:
    """Questions about what the member cares about, then those about what they have done."""
    for question in work.questions.latest_open(member.community, LOOKED_THROUGH) if member.interests else ():
        if set(question.tags) & set(member.interests):
            yield question, "interest"
    for one in work.members.experiences(member.community, member.id)[-MOST_EXPERIENCES:]:
        matches = work.search.find(member.community, one.text, ("question",), MOST_MATCHES)
        close = [match.subject.id for match in matches if match.closeness >= NEAR_ENOUGH]
        for question in work.questions.some(member.community, close):
            yield question, "experience"


def _could_use(member: Member, question: Question, work: HomeWork) -> bool:
    """Whether the question is somebody else's and open, and the member has neither answered it nor said no."""
    if question.member == member.id or not answerable(question):
        return False
    if work.offers.to_member(member.community, question.id, member.id) is not None:
        return False
    return all(reply.member != member.id for reply in work.questions.replies(member.community, question.id))


def _mine(member: Member, work: HomeWork) -> cards.Mine | None:
    drafts = [one for one in work.drafts.of_member(member.community, member.id) if one.offered_at is not None]
    questions = work.questions.open_of(member.community, member.id)
    if not (drafts or questions):
        return None
    told = [(one, len(work.questions.replies(one.community, one.id))) for one in questions[:MOST_QUESTIONS]]
    return cards.Mine(drafts, told, len(questions) - len(told))


def _choosing(member: Member, work: HomeWork, now: datetime, words: Words) -> cards.Choosing | None:
    """The open poll that closes first, while there is something to choose from."""
    for poll in work.polls.open(member.community):
        options = options_shown(poll, work)
        if poll.takes(now) and options:
            mine = work.polls.ticked(poll, member.id)
            return cards.Choosing(
                poll,
                work.meetings.get(poll.community, poll.meeting),
                until(poll.closes_at, work.communities.calendar(poll.community), words),
                [option.place for option in options if option.topic.id in mine],
            )
    return None


def _meets(member: Member, work: HomeWork, now: datetime) -> cards.Meets | None:
    """The turn that the member has been asked to take; else the next meeting, and the soonest one that they convene."""
    turns = [one for one in work.conveners.turns_with(member.community, member.id) if one.open and one.starts_at > now]
    asked = min((one for one in turns if _asked(one)), key=_soonest, default=None)
    if asked is not None:
        return cards.Meets(meeting_of(asked, work), turn=asked, alone=nobody_else(asked, work))
    for meeting in work.meetings.upcoming(member.community, now, 1):
        rsvp = work.meetings.rsvp(member.community, meeting.id, member.id)
        coming = min((one for one in turns if one.state == "accepted"), key=_soonest, default=None)
        return cards.Meets(meeting, rsvp.answer if rsvp else None, coming)
    return None


def _asked(turn: Turn) -> bool:
    """Whether its member waits with an answer. Who is to stand by is only asked some days before."""
    return turn.state == "offered" and (turn.role != "backup" or turn.nudged_at is not None)


def _soonest(turn: Turn) -> tuple[bool, datetime, int]:
    return turn.role == "backup", turn.starts_at, turn.id
