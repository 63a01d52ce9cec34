"""Vectors of the FAQ's phrasings: computed by a worker once, kept in the database."""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from bole.hiring.enquiries import library, matching
from bole.hiring.enquiries.models import PhraseVector
from bole.hiring.enquiries.queries import Entry
from bole.ports.embedding import Embedder, Vectors


def examples(entries: Iterable[Entry], embedder: Embedder) -> matching.Examples:
    """Every phrasing in force with its vector, and what only people answer."""
    pairs = [(entry.key, text) for entry in entries for text in entry.phrasings()]
    pairs += [(matching.PEOPLE, text) for text in library.people()]
    return matching.Examples(
        tuple(key for key, _ in pairs), vectors_of([text for _, text in pairs], embedder)
    )


def vectors_of(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """One row per text. What is not kept yet is computed and kept; two workers at once keep it once."""
    wanted = [_digest(text) for text in texts]
    known = _kept(wanted, embedder)
    missing = {digest: text for digest, text in zip(wanted, texts, strict=True) if digest not in known}
    if missing:
        made = embedder.embed(list(missing.values()))
        PhraseVector.objects.bulk_create(
            [
                PhraseVector(
                    text_sha256=digest, embedder_sha256=embedder.sha256, vector=row.astype("<f4").tobytes()
                )
                for digest, row in zip(missing, made, strict=True)
            ],
            ignore_conflicts=True,
        )
        known |= dict(zip(missing, made, strict=True))
    return np.stack([known[digest] for digest in wanted])


def _kept(digests: Sequence[str], embedder: Embedder) -> dict[str, Vectors]:
    rows = PhraseVector.objects.filter(embedder_sha256=embedder.sha256, text_sha256__in=set(digests))
    return {row.text_sha256: np.frombuffer(bytes(row.vector), dtype="<f4") for row in rows}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
