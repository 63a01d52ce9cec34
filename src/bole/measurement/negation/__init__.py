"""Negation and contradiction between what is said in two places.

The door is ``judging.judge(statement, clause, language) -> Judgement``: pure, deterministic, without a model.
``Judgement.relation`` is "same" (the clause takes the statement's side), "opposed" (it takes the other side;
``kind`` then says "negation" or "contradiction") or "open" (nothing can be said).

How it decides: ``clauses`` cuts a text into clauses and says for each whether the speaker stands by it (not
quoted, not supposed, not past, not somebody else's doing) and whether it is denied; ``topics`` finds on which
side of a norm the words are (library/lexicons/opposites.toml); ``judging`` aligns the two by their words and
by their norms. Measured in docs/explanation/negation.md.
"""
