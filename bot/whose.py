"""Which community somebody means, from where they are and what they say."""

from bot.chat.calls import Where
from bot.chat.refs import AccountRef, parse_subject
from bot.community.model import Community
from bot.community.store import CommunityWork


def meant_by(by: AccountRef, where: Where, work: CommunityWork, named: str = "") -> Community | tuple[int, ...]:
    """The channel's; else the one that `named` names; else the only one, or the chosen one.

    Else those it could be: none of anybody who is in none.
    """
    here = None if where.direct else work.communities.of_channel(where.channel)
    if here is not None:
        return here[0]
    theirs = tuple(work.members.communities_of(by))
    subject = parse_subject(named)
    if subject is not None and subject.community in theirs:
        return work.communities.get(subject.community)
    if len(theirs) > 1:
        account = work.members.known_account(by)
        chosen = account.chosen_community if account else None
        return work.communities.get(chosen) if chosen is not None and chosen in theirs else theirs
    return work.communities.get(theirs[0]) if theirs else ()
