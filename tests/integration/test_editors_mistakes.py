"""What is wrong with what editors send is said once, clearly; nothing is stored or lost."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.rendering.html import fits, plain
from knowledge import looking
from knowledge.curation.load import default_data, load
from knowledge.matching.lexicon import Lexicon
from tests.fakes import GROUP, Call
from tests.integration.newsroom import (
    ADMIN,
    PUSH,
    Newsroom,
    buttons,
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


async def nothing_is_stored(newsroom: Newsroom) -> bool:
    return await looking.list_drafts(newsroom.desk, "open") == []


WRONG = {
    "no source": (PUSH.replace("source: agency-2025-07-23 | ", ""), "source: this key is required"),
    "a source that is not on record": (
        PUSH.replace("agency-2025-07-23", "trt-sead"),
        "source: no source has the id trt-sead",
    ),
    "a round that is not on record": (
        PUSH.replace("round 3", "round 9"),
        "about: no round has the number 9; on record: 3",
    ),
    "a quote that is not on record": (f"{PUSH} | quotes: q-none", "no record has the id q-none"),
    "a day that does not exist": (
        f"{PUSH} | date: 31 June 2025",
        "date: there is no such day as 31 June 2025",
    ),
    "no day at all": (f"{PUSH} | date: soon", "date: expected a day such as 2025-07-23"),
    "an id that is taken": (
        PUSH.replace("id: autumn", "id: round-3-venue"),
        "id: the id round-3-venue is taken: change that fact with /revise round-3-venue",
    ),
    "an id that is none": (PUSH.replace("id: autumn", "id: Autumn Round"), "lower-case Latin"),
    "too many characters": (
        PUSH.replace("said", "said " + "very " * 400),
        "expected at most 1,000 characters",
    ),
    "HTML": (PUSH.replace("autumn.", "<b>autumn</b>."), "expected plain text without HTML"),
    "a topic that is none": (PUSH.replace("next-round", "weather"), "topic: expected "),
    "an unknown key": (f"{PUSH} | mood: bright", "mood: unknown key; expected one of about"),
    "a page of an unknown site": (
        PUSH.replace("agency-2025-07-23", "https://new.example.org/1"),
        "source: new.example.org is not on record yet: add publisher: …",
    ),
    "words of nobody": (f"{PUSH} | quote: We will see", "quote: say whose words these are"),
    "words of somebody unknown": (
        f"{PUSH} | quote: We will see | speaker: Nobody",
        "nobody on record is called Nobody",
    ),
    "a phrasing that cannot be read": (f"{PUSH} | phrasing: (when", "phrasings.en.0"),
    "a withdrawal without a reason": ("/withdraw round-3-venue", "say why"),
    "a withdrawal of nothing": ("/withdraw round-9 Wrong.", "no record has the id round-9"),
    "a revision of nothing": ("/revise round-9 | note: x", "no record has the id round-9"),
    "a round twice": (
        "/round announce 3 | date: 2025-09-01 | venue: X | source: agency-2025-07-23",
        "round 3 is on record already",
    ),
    "a round that was never announced": (
        "/round start 4 | source: agency-2025-07-23",
        "round 4 is not on record",
    ),
}


@pytest.mark.parametrize("situation", WRONG)
async def test_a_mistake_gets_one_clear_reply_and_stores_nothing(
    situation: str, newsroom: Newsroom
) -> None:
    typed, expected = WRONG[situation]

    calls = await newsroom.writes(ADMIN, typed)

    assert [call.method for call in calls] == ["sendMessage"]
    assert fits(calls[0].parameters["text"])
    assert expected in words(calls)
    assert await nothing_is_stored(newsroom)


@pytest.mark.parametrize("situation", [each for each in WRONG if "characters" not in each])
async def test_what_was_typed_is_given_back(situation: str, newsroom: Newsroom) -> None:
    typed, _ = WRONG[situation]

    given_back = plain((await newsroom.writes(ADMIN, typed))[0].parameters["text"])

    for part in typed.split(" | "):
        assert part.split(": ")[-1] in given_back


async def test_what_is_missing_is_asked_for_until_the_draft_is_whole(newsroom: Newsroom) -> None:
    first = await newsroom.writes(ADMIN, "/push Fidan said a fourth round may follow in autumn.")
    assert "source: this key is required" in words(first)

    await newsroom.writes(ADMIN, "agency-2025-07-23")
    about = await newsroom.hits(ADMIN, buttons(await newsroom.writes(ADMIN, "round 9"))["round-3"])
    asks = await newsroom.hits(ADMIN, buttons(about)["next-round"])
    draft = await newsroom.writes(ADMIN, "When may a fourth round follow?")

    assert "asks: this key is required" in words(asks)
    assert "Draft 1" in words(draft)


async def test_a_dialogue_goes_on_after_a_restart(tmp_path: Path, lexicon: Lexicon) -> None:
    file = tmp_path / "talks.sqlite3"
    async with open_newsroom(file, lexicon) as newsroom:
        await newsroom.writes(ADMIN, PUSH.replace("source: agency-2025-07-23 | ", ""))
    async with open_newsroom(file, lexicon) as newsroom:
        draft = await newsroom.writes(ADMIN, "agency-2025-07-23")

    assert "Publish now" in buttons(draft)


async def test_a_button_of_a_step_that_is_over_chooses_nothing(newsroom: Newsroom) -> None:
    first = await newsroom.writes(ADMIN, PUSH.replace("topic: next-round", "topic: weather"))
    await newsroom.writes(ADMIN, "next-round")

    late = await newsroom.hits(ADMIN, buttons(first)["venue"])

    assert late[0].parameters["text"] == "This is no longer asked."


async def test_a_command_with_nothing_behind_it_is_asked_for_with_an_example(
    newsroom: Newsroom,
) -> None:
    asked = await newsroom.writes(ADMIN, "/withdraw")

    draft = await newsroom.writes(ADMIN, "round-3-venue The page was corrected.")

    assert "Send what stands behind /withdraw" in words(asked)
    assert "Readers will no longer see round-3-venue." in words(draft)


async def test_a_dialogue_can_be_stopped(newsroom: Newsroom) -> None:
    await newsroom.writes(ADMIN, "/push Something.")

    await newsroom.writes(ADMIN, "/cancel")

    assert "Ciragan" in words(await newsroom.writes(ADMIN, "where was round 3 held"))


# --- files -------------------------------------------------------------------------------------

FACT = """\
[sources.third-2025-07-25]
publisher = "Third"
publisher_side = "turkish"
label = "a report"
url = "https://third.example/1"
language = "tr"

[facts.autumn]
ref = "round-3"
topic = "next-round"
claimant = "turkiye"
as_of = 2025-07-25
status = "current"

[facts.autumn.statement]
tr = "Fidan, dördüncü turun sonbaharda yapılabileceğini söyledi."

[facts.autumn.question]
en = "When may a fourth round follow?"

[facts.autumn.phrasings]
en = ["when may a fourth round follow"]

[[facts.autumn.citations]]
source = "third-2025-07-25"
"""


async def sends(
    newsroom: Newsroom, content: bytes, name: str = "records.toml", size: int | None = None
) -> list[Call]:
    document = {
        "file_id": "f",
        "file_unique_id": "u",
        "file_name": name,
        "file_size": len(content) if size is None else size,
    }
    newsroom.request.file = content
    chat: dict[str, Any] = {"id": ADMIN["id"], "type": "private", "first_name": "Admin"}
    return await newsroom.says(None, sender=ADMIN, chat=chat, document=document)  # type: ignore[arg-type]


async def test_a_file_with_several_records_is_one_draft(newsroom: Newsroom) -> None:
    calls = await sends(newsroom, FACT.encode())
    await newsroom.hits(ADMIN, buttons(calls)["Publish now"])

    assert "sonbaharda" in await newsroom.asks()


async def test_a_fact_in_one_language_says_that_it_is_not_translated(newsroom: Newsroom) -> None:
    calls = await sends(newsroom, FACT.encode())
    await newsroom.hits(ADMIN, buttons(calls)["Publish now"])

    assert "Not translated yet." in await newsroom.asks()
    assert "autumn not yet in en, uk, ru" in words(await newsroom.writes(ADMIN, "/todo"))


async def test_a_file_of_one_record_is_named_by_the_record(newsroom: Newsroom) -> None:
    one = 'kind = "talks"\ndate = 2025-07-22\nsources = ["agency-2025-07-23"]\n[title]\nen = "A"'

    calls = await sends(newsroom, one.encode(), "ev-talks.toml")

    assert "event ev-talks" in words(calls)


FILES = {
    "a binary file": (b"\x89PNG\r\n\x1a\n\x00\x00", "expected TOML in UTF-8"),
    "wrong TOML": (b"[facts.autumn\nref = 3", "expected TOML: "),
    "an empty file": (b"", "the file is empty"),
    "a file of something else": (b"mood = 'bright'", "no kind of record has these keys"),
    "a wrong key": (FACT.replace("topic", "topik").encode(), "topik: unknown key"),
    "an impossible date": (FACT.replace("2025-07-25\n", "2025-06-31\n").encode(), "expected TOML"),
    "a dead reference": (
        FACT.replace('source = "third-2025-07-25"', 'source = "gone"').encode(),
        "no record has the id gone",
    ),
}


@pytest.mark.parametrize("situation", FILES)
async def test_a_file_with_a_mistake_gets_one_clear_reply(
    situation: str, newsroom: Newsroom
) -> None:
    content, expected = FILES[situation]

    calls = await sends(newsroom, content)

    assert expected in words(calls)
    assert [call.method for call in calls if call.method != "getFile"] == ["sendMessage"]
    assert "Publish now" not in buttons(calls)
    assert newsroom.application.services.knowledge.corpus.facts.get("autumn") is None


async def test_a_file_of_5_mb_is_refused_without_being_fetched(newsroom: Newsroom) -> None:
    calls = await sends(newsroom, b"", size=5_000_000)

    assert [call.method for call in calls] == ["sendMessage"]
    assert "5,000,000 bytes; a file of records has at most 1,000,000" in words(calls)


# --- forwarded news ----------------------------------------------------------------------------


async def test_a_push_that_answers_a_forwarded_post_takes_its_link_and_day(
    newsroom: Newsroom,
) -> None:
    chat = {"id": ADMIN["id"], "type": "private", "first_name": "Admin"}
    channel = {"id": -100200, "type": "channel", "title": "Example News", "username": "example"}
    origin = {"type": "channel", "date": 1_753_300_000, "chat": channel, "message_id": 77}
    item = {
        "message_id": 3,
        "date": 1_790_000_000,
        "chat": chat,
        "text": "Fidan spoke.",
        "forward_origin": origin,
    }
    typed = PUSH.replace("source: agency-2025-07-23 | ", "publisher_side: turkish | ")

    calls = await newsroom.writes(ADMIN, typed, reply_to_message=item)
    await newsroom.hits(ADMIN, buttons(calls)["Publish now"])

    corpus = newsroom.application.services.knowledge.corpus
    source = corpus.sources[corpus.facts["autumn"].citations[0].source]
    assert (source.url, source.publisher) == ("https://t.me/example/77", "Example News")
    assert source.published == "2025-07-23"
    assert corpus.facts["autumn"].as_of.isoformat() == "2025-07-23"


# --- groups ------------------------------------------------------------------------------------


RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


async def test_an_anonymous_admin_of_a_group_confirms_by_a_button(newsroom: Newsroom) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    members = [
        {
            "status": "administrator",
            "user": ADMIN,
            "is_anonymous": True,
            **dict.fromkeys(RIGHTS, True),
        }
    ]
    newsroom.request.results = {"getChatAdministrators": members}

    asked = await newsroom.writes(ADMIN, PUSH, sender=anonymous, sender_chat=GROUP, chat=GROUP)
    sign = json.dumps(asked[-1].parameters["reply_markup"])
    message_id = newsroom.request.last_message_id
    draft = await newsroom.hits(ADMIN, "a:sign:0", chat=GROUP, message_id=message_id)

    assert "It is me" in sign
    assert "Draft 1" in words(draft)


async def test_an_anonymous_admin_who_is_no_editor_sees_nothing(newsroom: Newsroom) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    newsroom.request.results = {"getChatAdministrators": []}

    calls = await newsroom.writes(ADMIN, PUSH, sender=anonymous, sender_chat=GROUP, chat=GROUP)

    assert [call.method for call in calls] == ["getChatAdministrators"]
