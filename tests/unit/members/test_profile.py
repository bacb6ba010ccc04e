"""What members say of themselves so that colleagues find them, and how they change it."""

from bot.audience import View
from bot.chat.forms import ChoiceField, TextField, TicksField, Values
from bot.chat.refs import AccountRef
from bot.chat.replies import OpenForm, Reply
from bot.members.cards.profile import Units, edit_form
from bot.members.model import MOST_EXPERIENCES, Member
from tests.stage import EAST, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, Founded
from tests.unit.community.test_linking import is_asked, two_members

RAN = "Ran a consultation with three municipalities"


async def opened(founded: Founded, *others: AccountRef) -> Member:
    """The doors are open, and Health is a member, as are the others."""
    await founded.opens()
    for who in (HEALTH, *others):
        await founded.says(who, "me", founded.home)
    return await known(founded)


async def known(founded: Founded, who: AccountRef = HEALTH) -> Member:
    """Somebody's member as it is now."""
    member = await founded.member(who)
    assert member is not None
    return member


async def found(founded: Founded, words: str) -> list[tuple[str, int]]:
    """Whom or what the index finds by those words."""
    here = (await founded.community()).id
    kinds = ("member", "experience")
    matches = await founded.stage.store.read(lambda work: work.search.find(here, words, kinds, 5))
    return sorted((match.subject.kind, match.subject.id) for match in matches)


async def done(founded: Founded) -> list[tuple[int, str]]:
    """What Health says they have done."""
    member = await known(founded)
    rows = await founded.stage.store.read(lambda work: work.members.experiences(member.community, member.id))
    return [(one.id, one.text) for one in rows]


def field(form: Reply, name: str) -> TextField | ChoiceField | TicksField:
    """A field of an open form."""
    assert isinstance(form, OpenForm)
    return next(one for one in form.form.fields if one.name == name)


async def test_interests_are_typed_shown_and_found(founded: Founded) -> None:
    member = await opened(founded)
    shown = told(await founded.says(HEALTH, "me interests #consultation #costing"))
    assert "Interests: #consultation #costing" in shown
    assert await found(founded, "costing a programme") == [("member", member.id)]
    await founded.says(HEALTH, "me interests regulation, first nations")
    assert (await known(founded)).interests == ("regulation", "first", "nations")
    assert await found(founded, "costing a programme") == []
    await founded.says(HEALTH, "me interests none")
    assert await found(founded, "regulation") == []
    assert isinstance(await founded.says(HEALTH, "me interests"), OpenForm)


async def test_what_somebody_has_done_is_kept_line_by_line_and_found_by_its_words(founded: Founded) -> None:
    await opened(founded)
    shown = told(await founded.says(HEALTH, f"me did {RAN}"))
    assert f"1. {RAN}" in shown
    assert await found(founded, "consultation with municipalities") == [("experience", 1)]
    await founded.says(HEALTH, f"me did {RAN}")
    assert await done(founded) == [(1, RAN)], "said twice it is kept once"
    assert "I don't find that one" in told(await founded.says(HEALTH, "me undo 4"))
    assert RAN not in told(await founded.says(HEALTH, "me undo 1"))
    assert await found(founded, "consultation with municipalities") == []


async def test_nobody_takes_out_what_another_has_done(founded: Founded) -> None:
    await opened(founded, LABOUR)
    await founded.says(HEALTH, f"me did {RAN}")
    assert "I don't find that one" in told(await founded.says(LABOUR, "me undo 1"))
    assert await done(founded) == [(1, RAN)]


async def test_a_dozen_things_done_are_enough(founded: Founded) -> None:
    await opened(founded)
    for number in range(MOST_EXPERIENCES):
        await founded.says(HEALTH, f"me did Drafted regulation number {number}")
    assert "Take one out first" in told(await founded.says(HEALTH, "me did One more"))
    assert len(await done(founded)) == MOST_EXPERIENCES


async def test_the_form_keeps_the_lines_that_stayed_under_their_numbers(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, f"me did {RAN}")
    await founded.says(HEALTH, "me did Costed a programme")
    form = await founded.says(HEALTH, "me edit")
    experience = field(form, "experience")
    assert isinstance(experience, TextField)
    assert experience.value == f"{RAN}\nCosted a programme"
    values: Values = {
        "name": "Leilani",
        "unit": "Health",
        "interests": "#consultation",
        "experience": f"Wrote a cabinet submission\n\n- {RAN}",
        "welcomes": ("yes",),
    }
    shown = told(await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.edit", values))
    assert "You'd welcome newcomers" in shown
    assert await done(founded) == [(1, RAN), (3, "Wrote a cabinet submission")]
    assert await found(founded, "costed a programme") == []
    member = await known(founded)
    assert (member.name, member.unit, member.interests, member.welcomes) == (
        "Leilani",
        "Health",
        ("consultation",),
        True,
    )


async def test_a_form_that_asks_for_too_much_stays_open_and_changes_nothing(founded: Founded) -> None:
    before = await opened(founded)
    values = {"name": "Other", "experience": "\n".join(f"Thing {number}" for number in range(MOST_EXPERIENCES + 1))}
    sent = await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.edit", values)
    assert "Take one out first" in told(sent)
    assert await known(founded) == before
    assert await done(founded) == []


async def test_where_the_community_has_a_list_of_units_the_form_offers_it(founded: Founded) -> None:
    await opened(founded)
    assert isinstance(field(await founded.says(HEALTH, "me edit"), "unit"), TextField)
    await founded.says(HEALTH, "me unit Health Promotion")
    view = View(founded.stage.words, EAST, founded.stage.deployment)
    form = edit_form(await known(founded), (), Units(("Forests", "Health"), ("Health Promotion",)), view)
    unit = field(OpenForm(form), "unit")
    assert isinstance(unit, ChoiceField)
    assert [option.value for option in unit.options] == ["Forests", "Health", "Health Promotion", "-"]
    assert unit.value == "Health Promotion"
    await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.edit", {"unit": "-"})
    assert (await known(founded)).unit == ""


async def test_who_would_welcome_newcomers_says_so(founded: Founded) -> None:
    member = await opened(founded)
    await founded.says(HEALTH, "me welcome yes")
    welcoming = await founded.stage.store.read(lambda work: work.members.welcoming(member.community))
    assert [one.id for one in welcoming] == [member.id]
    assert "You can type: me welcome yes" in told(await founded.says(HEALTH, "me welcome maybe"))
    await founded.says(HEALTH, "me welcome no")
    assert not (await known(founded)).welcomes


async def test_what_is_kept_counts_what_they_have_done(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, f"me did {RAN}")
    for line in ("me interests #consultation", "me ask seldom", "me quiet 16:00 10:00", "me away from 8 March"):
        await founded.says(HEALTH, line)
    kept = told(await founded.says(HEALTH, "me kept"))
    for fact in (
        "1 thing you say you've done",
        "Interests: #consultation",
        "Welcomes newcomers: no",
        "How often I may write: I write to you first once a week at most",
        "Quiet hours: Quiet from 16:00 to 10:00.",
        "Leave: Away from Monday 8 March until you're back.",
    ):
        assert fact in kept


async def test_nobody_who_was_forgotten_is_found_by_what_they_said(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, f"me did {RAN}")
    await founded.says(HEALTH, "me interests #consultation")
    assert len(await found(founded, "consultation")) == 2
    await founded.says(HEALTH, "me forget now")
    assert await found(founded, "consultation") == []


async def test_one_person_with_two_accounts_is_found_once_by_all_they_said(founded: Founded) -> None:
    await two_members(founded)
    await founded.says(HEALTH, "me interests #consultation")
    await founded.says(FORESTS, "me interests #costing")
    await founded.presses(FORESTS, await is_asked(founded), "Yes, both are mine")
    member = await known(founded, FORESTS)
    assert member == await known(founded)
    assert set(member.interests) == {"consultation", "costing"}
    for words in ("consultation", "costing"):
        assert await found(founded, words) == [("member", member.id)]
