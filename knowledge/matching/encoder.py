"""An optional sentence encoder: what a text means, added to what its words say.

The one call that adds it: `with_meaning(Matcher.fit(pairs), pairs, load_encoder(name))`, which
returns the matcher itself where there is no encoder.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.matcher import CERTAIN, Match, ranked

_Label = TypeVar("_Label", bound=Hashable)
_Text = TypeVar("_Text")
_Asked = TypeVar("_Asked", contravariant=True)

MEANING_WEIGHT: Final = 0.5
"""Share of the encoder's score; the rest is the matcher's. An even share until it is measured with
the model that is used: none ships with the program."""

log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into vectors that lie the closer, the more alike the texts are in meaning."""

    def encode(self, sentences: Sequence[str], /) -> NDArray[Any]:
        """Return one vector a text, of any length above 0 or of length 0 for a text of no words."""


class Ranker(Protocol[_Label, _Asked]):
    """What ranks labels for a text: a matcher, or one with an encoder beside it."""

    @property
    def labels(self) -> tuple[_Label, ...]:
        """All labels, in the order of the scores."""

    def scores(self, text: _Asked, /) -> NDArray[np.float64]:
        """Return how well a text fits each label, 0 to 100."""

    def rank(self, text: _Asked, /, most: int | None = None) -> tuple[Match[_Label], ...]:
        """Return the labels that fit a text best, the best first."""


class Meanings(Generic[_Label]):
    """What the phrasings of each label mean to an encoder."""

    def __init__(
        self,
        encoder: Encoder,
        phrasings: Mapping[_Label, Sequence[str]],
        earlier: Meanings[_Label] | None = None,
    ) -> None:
        """Encode the phrasings; those that `earlier` has encoded are taken from there."""
        self.encoder: Final[Encoder] = encoder
        known = earlier.vectors if earlier and earlier.encoder is encoder else {}
        texts = [text for each in phrasings.values() for text in each]
        new = [text for text in dict.fromkeys(texts) if text not in known]
        self.vectors: Final[Mapping[str, NDArray[np.float32]]] = {
            **known,
            **dict(zip(new, _encode(encoder, new), strict=True)),
        }
        """The direction of each phrasing, by its words."""
        self._all = np.array([self.vectors[text] for text in texts])
        sizes = [len(each) for each in phrasings.values()]
        self._label_of = np.repeat(np.arange(len(sizes)), sizes)
        self._labels = len(sizes)

    def likeness(self, text: str) -> NDArray[np.float64]:
        """Return how near a text is to the nearest phrasing of each label, 0 to 1, in order."""
        nearest = np.zeros(self._labels)
        if len(self._all):
            np.maximum.at(nearest, self._label_of, self._all @ _encode(self.encoder, [text])[0])
        return np.minimum(nearest, 1.0)


class WithMeaning(Generic[_Label, _Text]):
    """A matcher, its scores averaged with the likeness in meaning to a label's nearest phrasing."""

    def __init__(
        self,
        matcher: Ranker[_Label, _Text],
        pairs: Iterable[tuple[_Label, _Text]],
        encoder: Encoder,
        *,
        spell: Callable[[_Text], str],
        weight: float,
    ) -> None:
        phrasings: dict[_Label, list[str]] = {label: [] for label in matcher.labels}
        for label, text in pairs:
            phrasings[label].append(spell(text))
        self._matcher = matcher
        self._spell = spell
        self._weight = weight
        self._meanings = Meanings(encoder, phrasings)

    @property
    def labels(self) -> tuple[_Label, ...]:
        """All labels, in the order of the scores."""
        return self._matcher.labels

    def scores(self, text: _Text, /) -> NDArray[np.float64]:
        """Return how well a text fits each label, 0 to 100."""
        meaning = CERTAIN * self._meanings.likeness(self._spell(text))
        return (1 - self._weight) * self._matcher.scores(text) + self._weight * meaning

    def rank(self, text: _Text, /, most: int | None = None) -> tuple[Match[_Label], ...]:
        """Return the labels that fit a text best, the best first."""
        return ranked(self.labels, self.scores(text), most)


def with_meaning(
    matcher: Ranker[_Label, _Text],
    pairs: Iterable[tuple[_Label, _Text]],
    encoder: Encoder | None,
    *,
    spell: Callable[[_Text], str] = str,
    weight: float = MEANING_WEIGHT,
) -> Ranker[_Label, _Text]:
    """Return the matcher with an encoder beside it, or the matcher itself where there is none.

    `pairs` are those that the matcher was fitted on; `spell` returns the words of a text that is no
    string.
    """
    if encoder is None:
        return matcher
    return WithMeaning(matcher, pairs, encoder, spell=spell, weight=weight)


def load_encoder(name: str | None) -> Encoder | None:
    """Load a static model of model2vec from a directory or by its name on the hub.

    Returns None where no name is given, and where the model cannot be loaded: the log says so once,
    for the bot answers without it. A name with a leading `.`, `/` or `~` is a directory; any other
    is looked up on the hub, unless there is a directory of that name or it is in the hub's cache.
    """
    if not name:
        return None
    directory = Path(name).expanduser()
    if name[0] in "./~" and not directory.is_dir():
        _say_without(name, "there is no such directory")
        return None
    try:
        # Half a second to import, and absent unless the extra is installed.
        from model2vec import StaticModel
    except ImportError:
        _say_without(name, "install istanbul-talks-bot[semantic]")
        return None
    try:
        encoder: Encoder = StaticModel.from_pretrained(
            directory if directory.is_dir() else name, force_download=False
        )
        encoder.encode(["probe"])
    # Files, formats and the hub's client each fail in ways of their own.
    except Exception as error:
        _say_without(name, f"{type(error).__name__}: {error}")
        return None
    log.info("semantic model %s loaded", name)
    return encoder


def _say_without(name: str, reason: str) -> None:
    log.warning(
        "the sentence encoder %s cannot be loaded and is done without: %s",
        name,
        " ".join(reason.split()),
    )


def _encode(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return vectors of length 1, or 0 where a text has no word that the encoder knows."""
    if not texts:
        return np.zeros((0, 1), np.float32)
    vectors = np.asarray(encoder.encode(texts), np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
