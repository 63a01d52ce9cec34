"""Chinese words, cut by rjieba's dictionary, loaded at first use: only who rates an answer waits for it."""


def cut(text: str) -> list[str]:
    """The words of ``text``, in order, nothing left out."""
    import rjieba

    return list(rjieba.cut(text))


def is_word(text: str) -> bool:
    """Whether the dictionary knows ``text`` as one word."""
    import rjieba

    return bool(rjieba.has_word(text))


def known_words(text: str) -> list[str]:
    """Words of the dictionary in order, single characters where it has none: nothing is guessed."""
    import rjieba

    return list(rjieba.cut(text, False))
