"""Rules on words: one spelling of each name, and none that judges or takes a side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.curation.finding import Finding
from knowledge.curation.languages import texts_of
from knowledge.types import LANGUAGES, Corpus, Kind, Language, Localised

NAMES: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "en": (
        (r"Zelensky[yj]|Zelenskii|Zelenski[jy]", "Zelensky"),
        (r"Kiev|Kyyiv", "Kyiv"),
        (r"Turkey|Turkiye", "Türkiye"),
        (r"Erdoğan|Erdoghan", "Erdogan"),
        (r"Kharkov", "Kharkiv"),
        (r"Lugansk", "Luhansk"),
        (r"Medinskiy|Medinskii|Medynskyi", "Medinsky"),
    ),
    "uk": (
        (r"на Україн[іу]", "в Україні, в Україну"),
        (r"Зеленский", "Зеленський"),
        (r"Ердоґан\w*|Ердогань", "Ердоган"),
        (r"Віткоф(?!ф)\w*|Уіткофф\w*", "Віткофф"),
        (r"Турци\w+", "Туреччина"),
    ),
    "ru": (
        (r"на Украин[еу]", "в Украине, в Украину"),
        (r"Кийв\w*|Кыив\w*", "Киев"),
        (r"Зеленськ\w+", "Зеленский"),
        (r"Виткофф?\w*", "Уиткофф"),
        (r"Турк[ие]й\w*|Тюркие", "Турция"),
    ),
    "tr": (
        (r"Zelensky\w*|Zelenski\b", "Zelenskiy"),
        (r"Medinsky\w*|Medinski\b", "Medinskiy"),
        (r"Kyiv(?! Independent| Post)", "Kiev"),
        (r"Erdogan", "Erdoğan"),
        (r"Istanbul", "İstanbul"),
        (r"muhtıra\w*", "memorandum"),
    ),
}
"""Spellings that the guide decided against, and the ones that it decided for."""

JUDGING: Final[dict[Language, str]] = {
    "en": r"admitted|confessed|insisted|lied|boasted|claimed|revealed|cynical\w*|so-called|"
    r"historic|generous\w*|unfortunately|predictably|obviously",
    "uk": r"зізнався|зізналася|наполягав|наполягала|збрехав|збрехала|цинічн\w+|горезвісн\w+|"
    r"так званий|так звана|історичн\w+|на жаль|очевидно",
    "ru": r"признался|призналась|настаивал|настаивала|солгал|солгала|цинично|циничн\w+|"
    r"пресловут\w+|так называем\w+|историческ\w+|к сожалению|очевидно",
    "tr": r"itiraf etti|ısrar etti|yalan söyle\w+|sözde|tarihî|ne yazık ki|açıkça",
}
"""Verbs and adjectives that rule on what somebody said."""

ONE_SIDED: Final[dict[Language, str]] = {
    "en": r"abduct\w*|kidnap\w*|deported|deportation|liberated|terrorists?|regime|aggressors?|"
    r"occupiers?|special military operation|puppet",
    "uk": r"викраден\w*|викрал\w*|депортован\w*|депортаці\w+|визволен\w*|терорист\w*|режим у|"
    r"агресор\w*|окупант\w*|спеціальн\w+ воєнн\w+ операці\w+|маріонетк\w+",
    "ru": r"похищен\w*|похитил\w*|депортирован\w*|депортаци\w+|освобожденн\w+ территори\w+|"
    r"террорист\w*|агрессор\w*|оккупант\w*|специальн\w+ военн\w+ операци\w+|марионет\w+",
    "tr": r"kaçırıl\w+|kaçırdığı|sınır dışı|terörist\w*|saldırgan\w*|işgalci\w*|kukla|"
    r"özel askeri operasyon\w*",
}
"""Words of one side: they need its name beside them, so neutral reporting has none of them."""


def strange_spellings(corpus: Corpus) -> Iterator[Finding]:
    """A name that is not spelt as the guide says."""
    rules = {
        language: [(_words(wrong, 0), right) for wrong, right in names]
        for language, names in NAMES.items()
    }
    for kind, record_id, key, text in _our_words(corpus):
        for language in LANGUAGES:
            said: str | None = getattr(text, language)
            for wrong, right in rules[language] if said else ():
                if found := wrong.search(said or ""):
                    message = f"expected {right}, found {found[0]}: see the names in README.md"
                    yield kind, record_id, f"{key}.{language}", message


def judging_words(corpus: Corpus) -> Iterator[Finding]:
    """A word that rules on what somebody said, or one side's word without that side."""
    judging = {language: _words(words) for language, words in JUDGING.items()}
    one_sided = {language: _words(words) for language, words in ONE_SIDED.items()}
    for kind, record_id, key, text in _our_words(corpus):
        for language in LANGUAGES:
            said: str = getattr(text, language) or ""
            if found := judging[language].search(said):
                message = f"{found[0]!r} judges: say, report, call, offer, put at"
                yield kind, record_id, f"{key}.{language}", message
            found = one_sided[language].search(said)
            if found and _has_no_speaker(kind, record_id, corpus):
                message = f"{found[0]!r} is one side's word: quote it, or say whose it is"
                yield kind, record_id, f"{key}.{language}", message


def _has_no_speaker(kind: Kind, record_id: str, corpus: Corpus) -> bool:
    """Tell whether a text speaks for nobody: a title, or a fact that is merely reported."""
    if kind == "conflict":
        return False
    return kind != "fact" or corpus.facts[record_id].claimant == "reported"  # type: ignore[index]


def _our_words(corpus: Corpus) -> Iterator[tuple[Kind, str, str, Localised]]:
    """Yield what is written in our own words; questions may use the reader's."""
    kinds: tuple[Kind, ...] = ("person", "round", "event", "fact", "conflict")
    for kind in kinds:
        for record_id, record in corpus.of_kind(kind).items():
            for key, text in texts_of(record):
                if key != "question":
                    yield kind, record_id, key, text


def _words(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags)
