"""A draft as its editors see it before anything is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.rendering.admin.desk_buttons import desk_button
from bot.rendering.buttons import Button
from bot.rendering.html import bold, cut, escape, italic, pages
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import render_answer
from knowledge import LANGUAGES, Fact, UnknownFactError, desk, draft, editing, show

MOST_SHOWN = 8
"""Findings of one sort that are listed; the others are counted."""
LONGEST_VALUE = 900
"""UTF-16 units of one key's difference."""


def render_review(review: desk.Review, locale: Locale) -> list[Message]:
    """Render a draft with all that it would do; the last message has the buttons."""
    blocks = [*_difference_blocks(review, locale), *_finding_blocks(review, locale)]
    blocks += _answer_blocks(review, locale)
    blocks.append(_verdict(review, locale))
    found = pages(blocks, heading=bold(_heading(review.draft, locale)))
    *first, last = found
    return [*map(Message, first), Message(last, tuple(_buttons(review, locale)))]


def render_refusal(review: desk.Review, locale: Locale) -> list[Message]:
    """Say that the record has moved on, with what differs now, and offer to do it on top."""
    say = locale.say
    number = review.draft.number
    sentence = say("Refused: the record has moved on since draft {number} was made.", number=number)
    blocks = [
        escape(
            say(
                "{kind} {id} was revised on {day}: {reason}",
                kind=each.kind,
                id=each.id,
                day=locale.date(each.made_at.date()),
                reason=each.reason,
            )
        )
        for each in review.moved
    ]
    blocks.append(escape(say("From what is on record now to your draft:")))
    blocks += list(_difference_blocks(review, locale))[1:]
    *first, last = pages(blocks, heading=bold(sentence))
    again = desk_button(say("Redo it on top"), "redo", number)
    return [*map(Message, first), Message(last, ((again,),))]


def _heading(of: editing.Draft, locale: Locale) -> str:
    say = locale.say
    states = {
        "open": say("Draft {number}", number=of.number),
        "waiting": say("Draft {number}, waiting for a second pair of eyes", number=of.number),
        "published": say("Change {number}, published", number=of.number),
        "discarded": say("Draft {number}, discarded", number=of.number),
    }
    return f"{states[of.state]} · /{of.command}"


def _difference_blocks(review: desk.Review, locale: Locale) -> Iterator[str]:
    yield escape(locale.say("Why, as readers see it: {reason}", reason=review.draft.reason))
    for proposal, (record, found) in zip(
        review.draft.proposals, review.findings.differences(), strict=True
    ):
        title = f"{proposal.kind} {record.id}"
        is_new = "" if proposal.base else " · " + escape(locale.say("new"))
        heading = bold(title) + is_new
        yield "\n".join([heading, *map(difference_line, found)])


def difference_line(found: draft.Difference) -> str:
    """Render what differs in one key: what goes struck through, what comes underlined."""
    tags = {"same": ("", ""), "gone": ("<s>", "</s>"), "new": ("<u>", "</u>")}
    is_new = all(segment.how == "new" for segment in found.segments)
    parts = []
    room = LONGEST_VALUE
    for segment in found.segments:
        text = cut(segment.text, max(room, 1))
        room -= len(text)
        opening, closing = ("", "") if is_new else tags[segment.how]
        parts.append(f"{opening}{escape(text)}{closing}")
        if room <= 0:
            break
    return f"<code>{escape(found.key)}</code>: {''.join(parts).strip()}"


def _finding_blocks(review: desk.Review, locale: Locale) -> Iterator[str]:
    say = locale.say
    findings = review.findings
    if review.moved:
        names = ", ".join(f"{each.kind} {each.id}" for each in review.moved)
        yield bold(say("Moved on since this draft: {records}", records=names))
    if findings.problems:
        lines = [escape(f"• {problem}") for problem in findings.problems]
        yield _listed(bold(say("The check finds:")), lines, locale)
    else:
        yield escape(say("The check finds no problem."))
    if findings.collisions:
        lines = [
            escape(
                say(
                    "• “{question}”, asked for {fact}, leads to {winner}",
                    question=each.question,
                    fact=each.fact,
                    winner=each.winner,
                )
            )
            for each in findings.collisions
        ]
        yield _listed(bold(say("Ways to ask that collide with other facts:")), lines, locale)
    if findings.otherwise:
        lines = [
            escape(
                f"• {each.question}: {_answered(each.before, locale)} → "
                f"{_answered(each.after, locale)}"
            )
            for each in findings.otherwise
        ]
        yield _listed(bold(say("Questions that would be answered otherwise:")), lines, locale)
    elif not findings.problems:
        yield escape(say("No question that is watched would be answered otherwise."))


def _answered(with_fact: str, locale: Locale) -> str:
    if with_fact == "?":
        return locale.say("asked back")
    return with_fact or locale.say("no answer")


def _listed(heading: str, lines: Sequence[str], locale: Locale) -> str:
    shown = list(lines[:MOST_SHOWN])
    rest = len(lines) - len(shown)
    if rest:
        shown.append(escape(locale.say_many("… and {count} more", "… and {count} more", rest)))
    return "\n".join([heading, *shown])


def _answer_blocks(review: desk.Review, locale: Locale) -> Iterator[str]:
    """Yield the answer as a reader will see it, in each language in which it differs."""
    say = locale.say
    for record in review.findings.records:
        if not isinstance(record, Fact) or review.findings.problems:
            continue
        if record.status == "withdrawn":
            yield escape(say("Readers will no longer see {fact}.", fact=record.id))
            continue
        for language in LANGUAGES:
            name = locale.name_of_language(language)
            heading = italic(
                say("As readers see {fact} in {language}:", fact=record.id, language=name)
            )
            if not record.statement.has(language):
                yield heading + " " + escape(say("not translated yet."))
                continue
            try:
                answer = show(review.findings.revised, record.id)
            except UnknownFactError:
                continue
            yield f"{heading}\n{render_answer(answer, Locale(language)).html}"


def _verdict(review: desk.Review, locale: Locale) -> str:
    say = locale.say
    audience = review.audience
    sentences = [
        say(
            "Alerted: {alerted} chats. Corrected: {corrected} chats.",
            alerted=audience.alerted,
            corrected=audience.corrected,
        )
    ]
    if any(proposal.kind == "quote" for proposal in review.draft.proposals):
        sentences.append(
            say("By publishing a quote you say that you saw these words exactly so at its source.")
        )
    if review.needs_approval and not review.draft.is_over:
        sentences.append(say("Somebody other than its author must publish it."))
    return escape(" ".join(sentences))


def _buttons(review: desk.Review, locale: Locale) -> Iterator[tuple[Button, ...]]:
    say = locale.say
    number = review.draft.number
    if review.draft.is_over:
        return
    if review.moved:
        yield (desk_button(say("Redo it on top"), "redo", number),)
    elif not review.findings.problems:
        yield (
            desk_button(say("Publish now"), "publish", number),
            desk_button(say("Publish quietly"), "quietly", number),
        )
        if review.draft.state == "open":
            yield (desk_button(say("Ask for a second pair of eyes"), "second", number),)
    yield (desk_button(say("Discard"), "discard", number),)


def render_problems(
    command: str, typed: str, problems: Sequence[draft.Problem], locale: Locale
) -> str:
    """Say what is wrong, where and how to write it right, and give back what was typed."""
    say = locale.say
    lines = [bold(say("Nothing was stored. This is to be put right:"))]
    lines += [f"• {escape(str(problem))}" for problem in problems[:MOST_SHOWN]]
    markup = "\n".join(lines)
    if command and typed:
        command_line = f"<pre>{escape(f'/{command} {typed}')}</pre>"
        back = "\n\n".join((markup, escape(say("What you typed:")) + "\n" + command_line))
        if len(pages([back])) == 1 and "<pre>" in pages([back])[0]:
            return back
    return markup
