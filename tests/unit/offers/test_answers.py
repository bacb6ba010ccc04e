"""What whoever was asked can say, and what others hear of it."""

from bot.chat.replies import OpenForm
from tests.stage import told
from tests.unit.offers.crowd import ASKS, CONSULTED, Crowd, person

ASKER, KNOWS, OTHER = person(0), person(1), person(2)


async def brought(crowd: Crowd, *, nameless: bool = False) -> None:
    """A question stands with one who has done it."""
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.asks(ASKER, nameless=nameless)


async def test_an_offer_says_what_why_and_how_rarely(crowd: Crowd) -> None:
    await brought(crowd)
    shown = await crowd.sees(await crowd.offer_to(KNOWS))
    assert shown.splitlines() == [
        "Could you help with a question?",
        f"Health asks: {ASKS}",
        "You said you've done this. Two lines are plenty, and no is a fine answer.",
        "[Reply] [Happy to talk] [I know who] [Not me]",
        "At most 2 of these a week. Change that: /cop me. Or type: /cop reply 1 …, talk 1, iknow 1 NAME, pass 1",
    ]


async def test_a_reply_answers_it(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.founded.says(KNOWS, "reply 1 Six weeks before", crowd.founded.home)
    assert (await crowd.offer_to(KNOWS)).state == "replied"
    assert "You replied. Thank you." in await crowd.sees(await crowd.offer_to(KNOWS))


async def test_not_me_is_a_fine_answer_and_nobody_hears_of_it(crowd: Crowd) -> None:
    await brought(crowd)
    assert "That's fine" in told(await crowd.presses(KNOWS, "offer.pass"))
    offer = await crowd.offer_to(KNOWS)
    assert offer.state == "passed"
    assert await crowd.founded.places(offer.subject.about("asker")) == []


async def test_it_can_be_typed_as_well(crowd: Crowd) -> None:
    await brought(crowd)
    assert "That's fine" in told(await crowd.founded.says(KNOWS, "pass 1"))
    answer = told(await crowd.founded.says(KNOWS, "talk 1"))
    assert "Name P0 (Health) hears that you'd be happy to talk. Here as: Name P0 (East)" in answer
    assert "Name P0 (Health) asked that" in told(await crowd.founded.says(KNOWS, "talk 1"))
    assert "haven't brought you" in told(await crowd.founded.says(OTHER, "talk 1", crowd.founded.home))


async def test_nobody_answers_what_was_brought_to_another(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.joins(OTHER, "Labour")
    subject = str((await crowd.offer_to(KNOWS)).subject)
    for button in ("offer.pass", "offer.talk", "offer.know", "offer.introduce", "offer.apart"):
        answer = told(await crowd.stage.press(OTHER, crowd.founded.home, button, subject))
        assert answer == told(await crowd.stage.press(OTHER, crowd.founded.home, button, "1/offer:99"))


async def test_happy_to_talk_tells_each_who_the_other_is_and_the_question_stays_open(crowd: Crowd) -> None:
    await brought(crowd)
    assert "Name P0 (Health) hears that you'd be happy to talk." in told(await crowd.presses(KNOWS, "offer.talk"))
    offer = await crowd.offer_to(KNOWS)
    assert offer.state == "met"
    assert "Name P1 (Fisheries) would be happy to talk." in await crowd.sees(offer, "asker")
    assert "Here as: Name P1 (East)" in await crowd.sees(offer, "asker")
    assert "Here as: Name P0 (East)" in await crowd.sees(offer, "helper")
    assert "close 1" in await crowd.sees(offer, "asker")
    assert "close 1" not in await crowd.sees(offer, "helper"), "only the asker can"
    asker, helper = [await crowd.founded.account(who) for who in (ASKER, KNOWS)]
    assert [one.account for one in await crowd.founded.places(offer.subject.about("asker"))] == [asker.id]  # type: ignore[union-attr]
    assert [one.account for one in await crowd.founded.places(offer.subject.about("helper"))] == [helper.id]  # type: ignore[union-attr]
    assert (await crowd.question()).state == "open"


async def test_who_asked_without_a_name_is_told_who_would_talk_and_chooses(crowd: Crowd) -> None:
    await brought(crowd, nameless=True)
    answer = told(await crowd.presses(KNOWS, "offer.talk"))
    assert "I'll tell whoever asked" in answer
    offer = await crowd.offer_to(KNOWS)
    assert await crowd.sees(offer, "helper") == ""
    shown = await crowd.sees(offer, "asker")
    assert shown.startswith("News about something you asked.\n")
    assert "[Put us in touch] [Not now]" in shown
    assert "Name P1 (Fisheries) would be happy to talk." in shown
    before = told(await crowd.presses(KNOWS, "offer.talk"))
    assert before == answer
    assert "Here as: Name P1 (East)" in told(await crowd.presses_for(ASKER, "offer.introduce", offer))
    assert "Name P0 (Health) asked that" in await crowd.sees(offer, "helper")
    assert (await crowd.sees(offer, "asker")).startswith("News about something you asked.\n")


async def test_not_now_passes_nothing_on_and_can_be_thought_over(crowd: Crowd) -> None:
    await brought(crowd, nameless=True)
    answer = told(await crowd.presses(KNOWS, "offer.talk"))
    offer = await crowd.offer_to(KNOWS)
    seen = await crowd.sees(offer)
    assert "I passed nothing on" in told(await crowd.presses_for(ASKER, "offer.apart", offer))
    assert await crowd.sees(offer, "helper") == ""
    assert await crowd.sees(offer) == seen
    assert told(await crowd.presses(KNOWS, "offer.talk")) == answer
    assert "I passed nothing on" in await crowd.sees(offer, "asker")
    assert "Here as: Name P1 (East)" in told(await crowd.founded.says(ASKER, f"introduce {offer.id}"))


async def test_only_who_asked_without_a_name_is_put_in_touch_by_their_press(crowd: Crowd) -> None:
    await brought(crowd, nameless=True)
    await crowd.joins(OTHER, "Labour")
    await crowd.presses(KNOWS, "offer.talk")
    offer = await crowd.offer_to(KNOWS)
    for who in (OTHER, KNOWS):
        assert "can't find" in told(await crowd.presses_for(who, "offer.introduce", offer))
    assert (await crowd.offer_to(KNOWS)).state == "happy"


async def test_who_was_put_in_touch_reads_no_name_of_somebody_forgotten(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.presses(KNOWS, "offer.talk")
    offer = await crowd.offer_to(KNOWS)
    await crowd.founded.says(ASKER, "me forget now")
    assert await crowd.sees(offer, "helper") == ""
    await crowd.joins(OTHER, "Labour")
    await crowd.asks(OTHER)
    await crowd.presses(KNOWS, "offer.talk", 2)
    second = await crowd.offer_to(KNOWS, 2)
    assert await crowd.sees(second, "asker")
    await crowd.founded.says(KNOWS, "me forget now")
    assert await crowd.sees(second, "asker") == ""


async def test_somebody_who_may_be_asked_and_was_named_is_asked(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.joins(OTHER, "Labour")
    assert isinstance(await crowd.presses(KNOWS, "offer.know"), OpenForm)
    assert "I'm asking Name P2" in told(await crowd.founded.says(KNOWS, "iknow 1 name p2"))
    assert (await crowd.offer_to(KNOWS)).state == "named"
    assert "Name P1 thought of you." in await crowd.sees(await crowd.offer_to(OTHER))
    assert "I'm asking Name P2" in told(await crowd.founded.says(KNOWS, "iknow 1 Name P2"))
    assert len(await crowd.offers()) == 2


async def test_for_anybody_else_there_is_a_text_to_send_on(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.joins(OTHER, "Labour", asks="never")
    for name in ("Somebody Else", "Name P2", "name"):
        answer = told(await crowd.founded.says(KNOWS, f"iknow 1 {name}"))
        assert f"I can't write to {name} by myself." in answer
        assert ASKS in answer
    assert await crowd.asked() == {"p1"}


async def test_naming_whoever_asks_without_a_name_is_like_naming_anybody(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.joins(OTHER, "Labour")
    await crowd.asks(ASKER, nameless=True)
    home = crowd.founded.home
    answers = [told(await crowd.founded.says(KNOWS, f"iknow 1 Name P{number}", home)) for number in (0, 2)]
    assert answers[0].replace("P0", "P2") == answers[1]
    assert await crowd.asked() == {"p1", "p2"}
    await crowd.asks(ASKER, f"{ASKS} Again")
    assert "That's who asks" in told(await crowd.founded.says(KNOWS, "iknow 2 Name P0"))
    assert "That's you" in told(await crowd.founded.says(KNOWS, "iknow 2 Name P1"))


async def test_the_form_suggests_and_takes_nobody_it_did_not_suggest(crowd: Crowd) -> None:
    await brought(crowd)
    await crowd.joins(OTHER, "Labour", CONSULTED)
    await crowd.joins(person(3), "Justice")
    opened = await crowd.presses(KNOWS, "offer.know")
    assert isinstance(opened, OpenForm)
    assert "Name P2 (Labour)" in told(opened)
    assert "Name P3" not in told(opened)
    subject, where = str((await crowd.offer_to(KNOWS)).subject), crowd.founded.dm(KNOWS)
    other, third = [await crowd.member(who) for who in (OTHER, person(3))]
    sent = {"member": str(third.id)}
    assert "can't find" in told(await crowd.stage.send(KNOWS, where, "offer.know", sent, subject))
    assert "Choose somebody" in told(await crowd.stage.send(KNOWS, where, "offer.know", {}, subject))
    answer = await crowd.stage.send(KNOWS, where, "offer.know", {"member": str(other.id)}, subject)
    assert "I'm asking Name P2" in told(answer)


async def test_what_waits_for_an_answer_can_be_listed_and_paused(crowd: Crowd) -> None:
    await brought(crowd)
    listed = await crowd.founded.says(KNOWS, "offers")
    assert ASKS in told(listed)
    assert "Paused" in told(await crowd.founded.presses(KNOWS, listed, "Pause"))
    assert (await crowd.member(KNOWS)).paused_until is not None
    await crowd.founded.says(ASKER, "close 1", crowd.founded.home)
    assert "no question for you" in told(await crowd.founded.says(KNOWS, "offers"))
    await crowd.asks(ASKER, f"{ASKS} Again")
    assert await crowd.offers(2) == []


async def test_who_finds_people_of_other_units_first_and_says_why(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Health", CONSULTED)
    await crowd.joins(OTHER, "Labour", CONSULTED)
    await crowd.joins(person(3), "Justice", interests=("consultation", "costing"), asks="")
    await crowd.joins(person(4), "Housing")
    answer = told(await crowd.founded.says(ASKER, "who consultation", crowd.founded.home))
    assert f"Name P2 (Labour) Has done: {CONSULTED}" in answer
    assert "Name P3 (Justice) Cares about: #consultation #costing" in answer
    assert answer.index("P2") < answer.index("P1 (Health)")
    assert "P4" not in answer
    assert "P0" not in answer


async def test_equals_take_turns_at_the_top_from_day_to_day(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    tops = set()
    for _ in range(12):
        lines = told(await crowd.founded.says(ASKER, "who consultation", crowd.founded.home)).splitlines()
        tops.add(next(line for line in lines if line.startswith("- ")))
        await crowd.waits(days=1)
    assert len(tops) > 2


async def test_somebody_forgotten_or_gone_is_not_found(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Labour", CONSULTED)
    await crowd.changes(KNOWS, departed_at=crowd.stage.clock.now())
    assert "found nobody" in told(await crowd.founded.says(ASKER, "who consultation", crowd.founded.home))
