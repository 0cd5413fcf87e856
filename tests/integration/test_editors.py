"""Editors change the record from a chat: drafts, rights, approval, concurrency, redelivery."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import editing, looking
from knowledge.curation.load import default_data, load
from knowledge.matching.lexicon import Lexicon
from tests.fakes import GROUP, a_message, a_press, an_update, as_update
from tests.integration.newsroom import (
    ADMIN,
    ASKED,
    CURATOR,
    OWNER,
    PUSH,
    STRANGER,
    Newsroom,
    buttons,
    chat_of,
    open_newsroom,
    words,
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_data())[0].lexicons["en"]


@pytest.fixture
async def newsroom(tmp_path: Path, lexicon: Lexicon) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path / "talks.sqlite3", lexicon) as opened:
        yield opened


async def pushed(newsroom: Newsroom, who: dict = ADMIN, text: str = PUSH) -> int:
    """Draft and return the draft's number."""
    data = buttons(await newsroom.writes(who, text))
    return int(data["Publish now"].split(":")[2])


# --- drafting and publishing -------------------------------------------------------------------


async def test_a_pushed_fact_is_a_draft_until_it_is_confirmed(newsroom: Newsroom) -> None:
    calls = await newsroom.writes(ADMIN, PUSH)

    assert "Draft 1" in words(calls)
    assert list(buttons(calls)) == [
        "Publish now",
        "Publish quietly",
        "Ask for a second pair of eyes",
        "Discard",
    ]
    assert "autumn" not in await newsroom.asks()


async def test_a_published_fact_is_in_the_next_answer(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(ADMIN, PUSH))

    done = await newsroom.hits(ADMIN, data["Publish now"])

    assert "Published as change 1." in words(done)
    assert "may follow in autumn" in await newsroom.asks()


async def test_a_published_revision_is_in_the_next_inline_result(newsroom: Newsroom) -> None:
    """Row 20: results are fresh, whatever was shown before."""
    query = {"id": "i", "from": STRANGER, "query": "where was round 3 held", "offset": ""}
    before = await newsroom.receive(inline_query=query)
    data = buttons(
        await newsroom.writes(ADMIN, "/revise round-3-venue | says: It was held in Dolmabahçe.")
    )
    await newsroom.hits(ADMIN, data["Publish now"])

    after = await newsroom.receive(inline_query=query)

    assert "Ciragan" in str(before[0].parameters["results"])
    assert "Dolmabahçe" in str(after[0].parameters["results"])
    assert str(after[0].parameters["cache_time"]) == "0"


async def test_a_draft_shows_what_differs_word_by_word(newsroom: Newsroom) -> None:
    calls = await newsroom.writes(
        ADMIN, "/revise round-3-venue | says: The third round was held in the Dolmabahçe Palace."
    )

    text = "".join(call.parameters["text"] for call in calls)
    assert "held in the<s> Ciragan</s><u> Dolmabahçe</u> Palace." in text


async def test_a_draft_shows_the_answer_as_readers_will_see_it(newsroom: Newsroom) -> None:
    text = words(await newsroom.writes(ADMIN, PUSH))

    assert "As readers see autumn in English:" in text
    assert "Who says it: Türkiye's side." in text
    assert "As readers see autumn in Turkish: not translated yet." in text


async def test_a_draft_names_questions_that_would_be_answered_otherwise(
    newsroom: Newsroom,
) -> None:
    from knowledge.use_cases.review import AskedQuestion

    newsroom.desk.questions = (AskedQuestion(ASKED, "en"),)

    text = words(await newsroom.writes(ADMIN, PUSH))

    assert f"{ASKED}: no answer → autumn" in text


async def test_a_draft_names_phrasings_that_collide(newsroom: Newsroom) -> None:
    text = words(await newsroom.writes(ADMIN, f"{PUSH} | phrasing: where was {{round}} held"))

    assert "Ways to ask that collide with other facts:" in text
    assert "leads to round-3-venue" in text


async def test_a_phrasing_that_another_fact_would_win_is_not_published(
    newsroom: Newsroom,
) -> None:
    calls = await newsroom.writes(ADMIN, "/phrasing round-3-ukraine-head where was {round} held")

    assert "leads to round-3-venue" in words(calls)
    assert "Publish now" not in buttons(calls)


async def test_a_discarded_draft_cannot_be_published(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(ADMIN, PUSH))
    await newsroom.hits(ADMIN, data["Discard"])

    refused = await newsroom.hits(ADMIN, data["Publish now"])

    assert "was discarded before" in words(refused)
    assert "autumn" not in await newsroom.asks()


async def test_a_change_can_be_taken_back(newsroom: Newsroom) -> None:
    data = buttons(
        await newsroom.writes(ADMIN, "/revise round-3-venue | says: It was held in Dolmabahçe.")
    )
    await newsroom.hits(ADMIN, data["Publish now"])

    again = buttons(await newsroom.writes(ADMIN, "/revert 1"))
    await newsroom.hits(ADMIN, again["Publish now"])

    assert "Ciragan" in await newsroom.asks("where was round 3 held")


async def test_taking_a_new_fact_back_withdraws_it(tmp_path: Path, lexicon: Lexicon) -> None:
    rules = editing.Rules(approval=frozenset())
    async with open_newsroom(tmp_path / "t.sqlite3", lexicon, rules) as newsroom:
        number = await pushed(newsroom)
        await newsroom.hits(ADMIN, f"a:publish:{number}")

        again = buttons(await newsroom.writes(ADMIN, f"/revert {number}"))
        await newsroom.hits(ADMIN, again["Publish now"])

        assert "autumn" not in await newsroom.asks()
        assert newsroom.application.services.knowledge.corpus.facts["autumn"].status == "withdrawn"


# --- a second pair of eyes ---------------------------------------------------------------------


async def test_a_withdrawal_waits_for_another_admin(newsroom: Newsroom) -> None:
    calls = await newsroom.writes(ADMIN, "/withdraw round-3-venue The page was corrected.")
    data = buttons(calls)

    own = await newsroom.hits(ADMIN, data["Publish now"])

    assert "Somebody other than its author must publish it." in words(calls)
    assert "waits for a second pair of eyes" in words(own)
    assert "Ciragan" in await newsroom.asks("where was round 3 held")


async def test_whoever_may_approve_gets_the_whole_preview(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(ADMIN, "/withdraw round-3-venue The page was corrected."))

    calls = await newsroom.hits(ADMIN, data["Publish now"])

    to_owner = [call for call in calls if call.parameters.get("chat_id") == OWNER["id"]]
    assert "Readers will no longer see round-3-venue." in words(to_owner)
    assert "Publish now" in buttons(to_owner)


async def test_nobody_approves_their_own_draft(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(ADMIN, "/withdraw round-3-venue The page was corrected."))
    await newsroom.hits(ADMIN, data["Publish now"])

    again = await newsroom.hits(ADMIN, data["Publish now"])

    assert "is yours: somebody else must approve it" in words(again)
    assert "Ciragan" in await newsroom.asks("where was round 3 held")


async def test_another_admin_approves_and_the_audit_says_so(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(ADMIN, "/withdraw round-3-venue The page was corrected."))
    await newsroom.hits(ADMIN, data["Publish now"])

    await newsroom.hits(OWNER, data["Publish now"])

    assert "Ciragan" not in await newsroom.asks("where was round 3 held")
    last = (await looking.read_audit(newsroom.store))[0]
    assert (last.act, last.person_id, last.details["approved_by"]) == (
        "published",
        ADMIN["id"],
        OWNER["id"],
    )


async def test_an_approval_is_for_that_exact_revision(newsroom: Newsroom) -> None:
    waiting = buttons(
        await newsroom.writes(ADMIN, "/withdraw round-3-venue The page was corrected.")
    )
    await newsroom.hits(ADMIN, waiting["Publish now"])
    other = buttons(await newsroom.writes(OWNER, "/revise round-3-venue | note: A palace."))
    await newsroom.hits(OWNER, other["Publish now"])

    refused = await newsroom.hits(OWNER, waiting["Publish now"])

    assert "has moved on" in words(refused)
    assert "Ciragan" in await newsroom.asks("where was round 3 held")


# --- two at once -------------------------------------------------------------------------------


async def test_the_second_of_two_on_one_revision_is_refused_and_can_redo(
    newsroom: Newsroom,
) -> None:
    """Row 22."""
    first = buttons(await newsroom.writes(ADMIN, "/revise round-3-venue | note: Seen by Admin."))
    second = buttons(
        await newsroom.writes(OWNER, "/revise round-3-venue | says: It was held in Dolmabahçe.")
    )
    await newsroom.hits(ADMIN, first["Publish now"])

    refused = await newsroom.hits(OWNER, second["Publish now"])
    shown = await newsroom.hits(OWNER, buttons(refused)["Redo it on top"])
    await newsroom.hits(OWNER, buttons(shown)["Publish now"])

    assert "has moved on" in words(refused)
    fact = newsroom.application.services.knowledge.corpus.facts["round-3-venue"]
    assert (fact.statement.en, fact.note) == ("It was held in Dolmabahçe.", "Seen by Admin.")


async def test_the_refusal_shows_the_difference(newsroom: Newsroom) -> None:
    first = buttons(await newsroom.writes(ADMIN, "/revise round-3-venue | note: Seen by Admin."))
    second = buttons(await newsroom.writes(OWNER, "/revise round-3-venue | note: Seen by Owner."))
    await newsroom.hits(ADMIN, first["Publish now"])

    refused = await newsroom.hits(OWNER, second["Publish now"])

    assert "round-3-venue was revised on" in words(refused)
    assert "Seen by<s> Admin.</s><u> Owner.</u>" in refused[-1].parameters["text"]


async def test_drafts_of_different_records_are_published_one_after_the_other(
    newsroom: Newsroom,
) -> None:
    first = buttons(await newsroom.writes(ADMIN, PUSH))
    second = buttons(await newsroom.writes(OWNER, "/revise round-3-venue | note: A palace."))

    await newsroom.hits(ADMIN, first["Publish now"])
    await newsroom.hits(OWNER, second["Publish now"])

    facts = newsroom.application.services.knowledge.corpus.facts
    assert "autumn" in facts
    assert facts["round-3-venue"].note == "A palace."


# --- rights ------------------------------------------------------------------------------------


async def test_a_curator_drafts_and_does_not_publish(newsroom: Newsroom) -> None:
    data = buttons(await newsroom.writes(CURATOR, PUSH))

    refused = await newsroom.hits(CURATOR, data["Publish now"])

    assert "office does not allow" in words(refused)
    assert "autumn" not in await newsroom.asks()


async def test_an_admin_whose_office_was_taken_publishes_nothing_by_an_old_button(
    newsroom: Newsroom,
) -> None:
    """Row 23."""
    data = buttons(await newsroom.writes(ADMIN, PUSH))
    await newsroom.writes(OWNER, f"/revoke {ADMIN['id']}")

    calls = await newsroom.hits(ADMIN, data["Publish now"])

    assert [call.method for call in calls] == ["answerCallbackQuery"]
    assert "autumn" not in await newsroom.asks()


async def test_one_owner_always_remains(newsroom: Newsroom) -> None:
    refused = await newsroom.writes(OWNER, f"/revoke {OWNER['id']}")

    assert "One owner must remain" in words(refused)


async def test_what_a_chat_decided_outranks_the_configuration_at_the_next_start(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    file = tmp_path / "talks.sqlite3"
    async with open_newsroom(file, lexicon) as newsroom:
        await newsroom.writes(OWNER, "/grant 2 owner")
        await newsroom.writes(ADMIN, "/revoke 1")
    async with open_newsroom(file, lexicon) as newsroom:
        calls = await newsroom.writes(OWNER, "/admins")

    assert "Who may do what" not in words(calls)


@pytest.mark.parametrize("who", [ADMIN, CURATOR])
async def test_only_an_owner_gives_offices(newsroom: Newsroom, who: dict) -> None:
    refused = await newsroom.writes(who, "/grant 1001 owner")

    assert "office does not allow" in words(refused)


# --- invisible to others -----------------------------------------------------------------------


async def test_a_stranger_gets_for_a_command_of_editors_what_nonsense_gets(
    newsroom: Newsroom,
) -> None:
    nonsense = await newsroom.writes(STRANGER, "/nonsense")

    pushed = await newsroom.writes(STRANGER, PUSH)

    assert words(pushed) == words(nonsense)


async def test_a_forged_button_gets_what_any_unknown_button_gets(newsroom: Newsroom) -> None:
    """Row 24."""
    number = await pushed(newsroom)
    unknown = await newsroom.hits(STRANGER, "zz:1")

    forged = await newsroom.hits(STRANGER, f"a:publish:{number}")

    assert [c.method for c in forged] == [c.method for c in unknown] == ["answerCallbackQuery"]
    assert forged[0].parameters["text"] == unknown[0].parameters["text"]
    assert "autumn" not in await newsroom.asks()


async def test_a_command_of_editors_in_a_group_is_not_answered_to_others(
    newsroom: Newsroom,
) -> None:
    assert await newsroom.writes(STRANGER, PUSH, chat=GROUP) == []


async def test_a_forwarded_command_commands_nothing(newsroom: Newsroom) -> None:
    origin = {"type": "user", "date": 1_790_000_000, "sender_user": STRANGER}

    calls = await newsroom.writes(ADMIN, PUSH, forward_origin=origin)

    assert "Draft" not in words(calls)


# --- edited, delivered again, restarted --------------------------------------------------------


async def test_an_edited_command_never_runs_again(newsroom: Newsroom) -> None:
    """Row 4."""
    await newsroom.writes(ADMIN, PUSH)

    calls = await newsroom.edits(
        PUSH.replace("autumn", "winter"), sender=ADMIN, chat=chat_of(ADMIN)
    )

    assert calls == []
    assert len(await looking.list_drafts(newsroom.desk, "open")) == 1


async def test_an_update_that_comes_twice_is_done_once(newsroom: Newsroom) -> None:
    """Row 5."""
    number = await pushed(newsroom)
    update = an_update(
        callback_query=a_press(f"a:publish:{number}", presser=ADMIN, chat=chat_of(ADMIN))
    )
    application = newsroom.application

    await application.process_update(as_update(update, application.bot))
    before = len(newsroom.request.sent)
    await application.process_update(as_update(update, application.bot))

    assert len(newsroom.request.sent) == before
    published = [e for e in await looking.read_audit(newsroom.store) if e.act == "published"]
    assert len(published) == 1


async def test_a_command_that_comes_twice_makes_one_draft(newsroom: Newsroom) -> None:
    update = an_update(message=a_message(PUSH, sender=ADMIN, chat=chat_of(ADMIN)))
    application = newsroom.application

    await application.process_update(as_update(update, application.bot))
    await application.process_update(as_update(update, application.bot))

    assert len(await looking.list_drafts(newsroom.desk, "open")) == 1


async def test_what_was_done_and_not_told_is_told_at_the_next_start(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    from bot.handlers.admin.telling import answer_owed

    file = tmp_path / "talks.sqlite3"
    async with open_newsroom(file, lexicon) as newsroom:
        number = await pushed(newsroom)
        newsroom.request.refuse = lambda call: (
            (500, "Internal Server Error") if call.method == "sendMessage" else None
        )
        await newsroom.hits(ADMIN, f"a:publish:{number}")
    async with open_newsroom(file, lexicon) as newsroom:
        await answer_owed(newsroom.application)
        told = words(newsroom.request.calls)
        await answer_owed(newsroom.application)

        assert "Published as change 1." in told
        assert words(newsroom.request.calls) == told
        assert "may follow in autumn" in await newsroom.asks()


# --- how editors are spoken to -----------------------------------------------------------------


async def test_an_editor_is_spoken_to_in_their_own_language(newsroom: Newsroom) -> None:
    ukrainian = {**ADMIN, "language_code": "uk"}

    assert "Опублікувати зараз" in buttons(await newsroom.writes(ukrainian, PUSH))
    assert "Для редакторів" in words(await newsroom.writes(ukrainian, "/help"))
    assert "For editors" in words(await newsroom.writes(OWNER, "/help"))


async def test_an_office_brings_its_menu_into_that_chat_alone_and_takes_it_along(
    newsroom: Newsroom,
) -> None:
    granted = await newsroom.writes(OWNER, f"/grant {STRANGER['id']} curator")
    revoked = await newsroom.writes(OWNER, f"/revoke {STRANGER['id']}")

    menu = next(each for each in granted if each.method == "setMyCommands")
    names = [each["command"] for each in menu.parameters["commands"]]
    assert {"push", "rounds"} <= set(names)
    assert len(set(names)) == len(names)
    (gone,) = [each for each in revoked if each.method == "deleteMyCommands"]
    for call in (menu, gone):
        assert call.parameters["scope"] == {"type": "chat", "chat_id": STRANGER["id"]}
