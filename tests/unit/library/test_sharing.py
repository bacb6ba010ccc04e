"""Who shares a link may be asked about it, if they say so."""

from tests.stage import told
from tests.unit.community.founding import HEALTH, Founded

MAY_I = "May I ask you about consultation now and then?"


async def test_whoever_shares_something_is_asked_on_the_answer_until_they_have_said(founded: Founded) -> None:
    await founded.opens()
    shown = await founded.says(HEALTH, "share https://example.org/plan A plan #consultation", founded.home)
    assert MAY_I in told(shown)
    assert MAY_I not in told(await founded.says(HEALTH, "share https://example.org/plan", founded.home)), (
        "known already"
    )
    assert "I won't ask" in told(await founded.presses(HEALTH, shown, "No, thanks", founded.home))
    assert MAY_I not in told(await founded.says(HEALTH, "share https://example.org/b B #consultation", founded.home))
