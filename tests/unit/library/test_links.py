"""Two copies of one link are one link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.model import link, link_key


@pytest.mark.parametrize(
    "copies",
    [
        (
            "https://example.org/plan",
            "http://www.example.org/plan/",
            "HTTPS://EXAMPLE.ORG/plan?utm_source=mail&fbclid=x",
        ),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1&gclid=9"),
        (
            "https://gov.sharepoint.com/sites/policy/Shared%20Documents/Plan.docx",
            "https://gov.sharepoint.com/:w:/r/sites/policy/Shared%20Documents/Plan.docx?d=w12&csf=1&web=1&e=aBc",
            "https://gov.sharepoint.com/:w:/r/sites/policy/Shared%20Documents/Plan.docx?e=Zz9&CT=1700000&OR=Teams-HL",
        ),
    ],
)
def test_copies_of_one_link_are_known_as_one(copies: tuple[str, ...]) -> None:
    assert len({link_key(clean) for copy in copies if (clean := link(copy))}) == 1
    assert all(link(copy) for copy in copies)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a#one", "https://example.org/a#two"),
        ("https://gov.sharepoint.com/sites/a/x.docx", "https://gov.sharepoint.com/sites/b/x.docx"),
        ("https://example.org:8443/a", "https://example.org/a"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert link_key(link(one) or "") != link_key(link(other) or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org/plan",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://",
        "https://localhost/x",
        "https://user:secret@example.org/",
        "https://good.org@evil.org/",
        "http://:pw@example.org/",
        "http://xn--a.b/",
        "http://na[x_b]&a@@",
        "https://example.org/" + "x" * 3000,
        "https://[broken/",
        "http://example.org:99999/",
    ],
)
def test_what_is_no_link_to_keep_is_refused(text: str) -> None:
    assert link(text) is None


@pytest.mark.parametrize(
    "kept", ["https://example.org/x?Doc", "https://example.org/x?a=%FF", "https://example.org/a%2Fb#c"]
)
def test_what_is_no_trace_is_left_as_it_is(kept: str) -> None:
    assert link(kept) == kept


@given(st.text() | st.text().map(lambda tail: f"https://example.org/{tail}"))
def test_cleaning_a_clean_link_changes_nothing(text: str) -> None:
    clean = link(text)
    if clean is not None:
        assert link(clean) == clean
        assert link_key(clean) == link_key(clean)
