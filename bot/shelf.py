"""What a member may put before others from what the community knows: found by words, or the newest without any."""

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest

from bot.audience import View
from bot.catalogue import Catalogue, Work
from bot.chat.calls import Found, Where
from bot.chat.cards import Block, Buttons, Card, LinkButton, Quiet, Text, Title
from bot.chat.picks import Browse, Pick, Picks
from bot.chat.refs import AccountRef, Subject
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.community.cards.setup import community_name
from bot.community.model import Community
from bot.whose import meant_by

FARTHEST = 100
"""Nobody pages further than that."""


def browse(asked: Browse, catalogue: Catalogue, view: View, work: Work) -> Picks:
    """What fits, for a member of an open community. Changes nothing: looking makes nobody a member."""
    words = view.words
    meant = _meant(asked.by, asked.where, words, work) if asked.by else _stranger(words)
    if not isinstance(meant, Community):
        return Picks(sentence=meant)
    found = _found(asked, meant.id, catalogue, view, work)
    if not found and not asked.skip:
        return Picks(sentence=words("I found nothing about that yet. To ask the community, write to me: ask …"))
    name = community_name(meant, words)
    return Picks(tuple(Pick(one.title, one.unnamed or one.detail, _card(one, name, view)) for one in found))


def _meant(by: AccountRef, where: Where, words: Words, work: Work) -> Community | str:
    """The community to look through, open and the member's; or why there is none.

    Where that of the place isn't open yet, and where nobody said which, it is one that is.
    """
    meant = meant_by(by, where, work)
    theirs = {one: work.communities.get(one) for one in work.members.communities_of(by)}
    if isinstance(meant, Community) and meant.open:
        return meant if meant.id in theirs else _stranger(words)
    ready = [one for one in theirs.values() if one.open]
    account = work.members.known_account(by)
    chosen = [one for one in ready if account and one.id == account.chosen_community]
    match chosen or ready:
        case [one]:
            return one
        case []:
            return _not_open(words) if theirs else _stranger(words)
    return _which(words)


def _not_open(words: Words) -> str:
    return words("This community isn't open yet. Its stewards will tell when it is.")


def _which(words: Words) -> str:
    return words("You are in several communities. Write to me: community, choose one, and search again.")


def _stranger(words: Words) -> str:
    return words("Only members of a community can look through what it knows. To join, write in one of its channels.")


def _found(asked: Browse, community: int, catalogue: Catalogue, view: View, work: Work) -> Sequence[Found]:
    until = min(asked.skip + asked.most, FARTHEST)
    if asked.text.strip():
        matches = work.search.find(community, asked.text, tuple(catalogue.shows), until)
        subjects = [match.subject for match in matches]
    else:
        subjects = _newest(community, until, catalogue, work)
    told: dict[Subject, Found] = {}
    for kind in catalogue.shows:
        numbers = [subject.id for subject in subjects if subject.kind == kind]
        if numbers:
            told |= {one.subject: one for one in catalogue.finds[kind](community, numbers, work, view)}
    return [told[subject] for subject in subjects[asked.skip : until] if subject in told]


def _newest(community: int, most: int, catalogue: Catalogue, work: Work) -> list[Subject]:
    came = [
        (at, Subject(community, kind, number))
        for kind, newest in catalogue.shows.items()
        for at, number in newest(community, most, work)
    ]
    return [subject for _, subject in nlargest(most, came, key=lambda one: one[0])]


def _card(found: Found, community: str, view: View) -> Card:
    """What stands before others: no names, nothing to press but a link, and where it comes from."""
    words = view.words
    blocks: list[Block] = [Title(rich(found.title))]
    if line := found.unnamed or found.detail:
        blocks.append(Text(line))
    if found.url:
        blocks.append(Buttons((LinkButton(words("Open"), found.url),)))
    way = _WAYS.get(found.subject.kind, _looked_for)(words, community, view.can.command, str(found.subject.id))
    return Card(found.title, (*blocks, Quiet(way)))


def _looked_for(words: Words, community: str, command: str, _number: str) -> RichText:
    return words.rich("From {community}. Its members can type: {command} find …", community=community, command=command)


_WAYS: Mapping[str, Callable[[Words, str, str, str], RichText]] = {
    "question": lambda words, community, command, number: words.rich(
        "From {community}. Its members can type: {command} question {number}",
        community=community,
        command=command,
        number=number,
    ),
    "resource": lambda words, community, command, number: words.rich(
        "From {community}. Its members can type: {command} resource {number}",
        community=community,
        command=command,
        number=number,
    ),
}
"""How members come to the thing itself."""
