"""The list of units: stewards see who is represented and who is missing, and nobody's name."""

from bot.members.model import Unit
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded
from tests.unit.members.test_departing import GONE, goes

QUESTION = "How early do you bring local governments into a regulation change?"


async def units(founded: Founded) -> list[Unit]:
    """The list as it is kept."""
    here = (await founded.community()).id
    return list(await founded.stage.store.read(lambda work: work.units.listed(here)))


async def lists(founded: Founded, *lines: str) -> None:
    """A steward lists units."""
    await founded.opens()
    for line in lines:
        await founded.says(STEWARD, f"units add {line}", founded.home)


async def test_coverage_counts_and_names_nobody(founded: Founded) -> None:
    await lists(founded, "Forests", "Health", "Labour")
    for who in (HEALTH, LABOUR):
        await founded.says(who, "me unit Health", founded.home)
        await founded.says(who, f"me name {who.person.title()} Kahale", founded.home)
    await founded.says(STEWARD, "me unit Parks", founded.home)
    shown = told(await founded.says(STEWARD, "units"))
    assert "1 of 3 units is here" in shown or "1 of 3 units are here" in shown
    assert "- Health 2 members" in shown
    assert "- Forests nobody yet · number 1 [Invitation]" in shown
    assert "- Parks 1 member, not on the list [Put it on the list]" in shown
    assert "Kahale" not in shown


async def test_many_units_can_be_typed_one_a_line(founded: Founded) -> None:
    await lists(founded, "Health\nForests | FLNRO\n\nTourism")
    assert [unit.name for unit in await units(founded)] == ["Forests", "Health", "Tourism"]


async def test_who_has_departed_represents_nobody(founded: Founded) -> None:
    await lists(founded, "Health")
    await founded.says(HEALTH, "me unit Health", founded.home)
    await goes(founded, HEALTH, GONE)
    assert "- Health nobody yet" in told(await founded.says(STEWARD, "units"))


async def test_only_stewards_see_coverage(founded: Founded) -> None:
    await lists(founded, "Health")
    await founded.says(HEALTH, "me", founded.home)
    for line in ("units", "units add Parks", "units 1", "units drop 1", "units invite 1"):
        assert "Only a steward can do that" in told(await founded.says(HEALTH, line))
    for action in founded.stage.catalogue.buttons:
        if action.startswith("unit."):
            pressed = await founded.stage.press(HEALTH, founded.home, action, "1/unit:1", "Parks")
            assert "Only a steward can do that" in told(pressed), action
    assert len(await units(founded)) == 1


async def test_a_member_who_types_another_name_is_of_the_listed_unit(founded: Founded) -> None:
    await lists(founded, "Forests | FLNRO | Ministry of Forests")
    await founded.says(HEALTH, "me unit  ministry of  FORESTS", founded.home)
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.unit == "Forests"


async def test_members_move_with_their_unit_when_it_gets_another_name(founded: Founded) -> None:
    await lists(founded, "FLNRO")
    await founded.says(HEALTH, "me unit flnro", founded.home)
    await founded.asks(HEALTH, QUESTION)
    await founded.says(HEALTH, "reply 1 Six weeks before", founded.home)
    await founded.says(STEWARD, "units rename 1 Ministry of Forests")
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.unit == "Ministry of Forests"
    assert (await units(founded))[0].also == ("FLNRO",)
    shown = told(await founded.says(LABOUR, "question 1", founded.home))
    assert "then FLNRO" not in shown, "it is the same unit under another name"


async def test_listing_a_unit_gathers_who_named_it_otherwise(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit FLNRO", founded.home)
    await founded.says(STEWARD, "units add Forests | FLNRO")
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.unit == "Forests"


async def test_a_unit_that_members_name_is_listed_by_one_press(founded: Founded) -> None:
    await lists(founded, "Health")
    await founded.says(HEALTH, "me unit Parks | Recreation", founded.home)
    await founded.presses(STEWARD, await founded.says(STEWARD, "units"), "Put it on the list")
    assert [unit.name for unit in await units(founded)] == ["Health", "Parks | Recreation"]
    assert "not on the list" not in told(await founded.says(STEWARD, "units"))


async def test_a_press_lists_nothing_that_nobody_named(founded: Founded) -> None:
    await lists(founded, "Health")
    await founded.stage.press(STEWARD, founded.home, "unit.adopt", "", "Nonsense")
    assert len(await units(founded)) == 1


async def test_many_units_are_listed_from_one_form(founded: Founded) -> None:
    await founded.opens()
    form = await founded.presses(STEWARD, await founded.says(STEWARD, "units"), "Add units")
    assert "Units, one a line" in told(form)
    values = {"units": "Forests | FLNRO\n\n Health\nforests | Lands\n|"}
    await founded.stage.send(STEWARD, founded.home, "unit.add", values)
    assert [(unit.name, unit.also) for unit in await units(founded)] == [
        ("Forests", ("FLNRO", "Lands")),
        ("Health", ()),
    ]
    errors = await founded.stage.send(STEWARD, founded.home, "unit.add", {"units": " | "})
    assert "There is no unit in that yet" in told(errors)


async def test_a_name_belongs_to_one_unit(founded: Founded) -> None:
    await lists(founded, "Forests | FLNRO", "Health")
    for line in ("units rename 2 flnro", "units also 2 Forests"):
        assert "Another unit on the list is called that" in told(await founded.says(STEWARD, line))
    values = {"name": "Health", "also": "FLNRO"}
    errors = await founded.stage.send(STEWARD, founded.home, "unit.edit", values, "1/unit:2")
    assert "That is a name of Forests already" in told(errors)


async def test_two_units_on_the_list_are_never_made_one_by_listing_them_together(founded: Founded) -> None:
    await lists(founded, "Forests", "Fisheries")
    await founded.says(HEALTH, "me unit Forests", founded.home)
    await founded.says(LABOUR, "me unit Fisheries", founded.home)
    declined = "Another unit on the list is called that"
    assert declined in told(await founded.says(STEWARD, "units add Forests | Fisheries"))
    values = {"units": "Parks\nLands | Forests | Fisheries"}
    assert declined in told(await founded.stage.send(STEWARD, founded.home, "unit.add", values))
    assert [(unit.name, unit.also) for unit in await units(founded)] == [("Fisheries", ()), ("Forests", ())]
    members = [await founded.member(who) for who in (HEALTH, LABOUR)]
    assert [member and member.unit for member in members] == ["Forests", "Fisheries"]


async def test_other_names_are_changed_in_the_form_and_typed(founded: Founded) -> None:
    await lists(founded, "Forests | FLNRO")
    await founded.says(STEWARD, "units also 1 Lands | Natural Resources")
    assert (await units(founded))[0].also == ("FLNRO", "Lands", "Natural Resources")
    await founded.stage.send(STEWARD, founded.home, "unit.edit", {"name": "", "also": "Lands"}, "1/unit:1")
    assert (await units(founded))[0] == Unit(1, 1, "Forests", ("Lands",))


async def test_a_unit_off_the_list_keeps_its_members(founded: Founded) -> None:
    await lists(founded, "Health")
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.says(STEWARD, "units drop 1")
    assert await units(founded) == []
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.unit == "Health"
    assert "can't find that" in told(await founded.says(STEWARD, "units 1"))


async def test_an_invitation_is_a_text_to_send_on_and_its_day_is_kept(founded: Founded) -> None:
    await lists(founded, "Health", "Labour")
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    await founded.says(HEALTH, "me unit Health", founded.home)
    shown = told(await founded.presses(STEWARD, await founded.says(STEWARD, "units"), "Invitation"))
    assert "> Dear colleagues in Labour," in shown
    assert "Policy CoP is where policy analysts" in shown
    assert "Already there: Health." in shown
    assert "East: type /cop me" in shown
    assert "West: type @CoP me" in shown
    assert "- Labour nobody yet · invited on 2027-03-02" in told(await founded.says(STEWARD, "units"))


async def test_the_form_about_oneself_offers_the_list(founded: Founded) -> None:
    await lists(founded, "Transport")
    await founded.says(HEALTH, "me unit Health", founded.home)
    assert "Option(value='Transport', label='Transport')" in told(await founded.says(HEALTH, "me unit"))
