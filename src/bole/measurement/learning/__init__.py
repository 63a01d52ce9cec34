"""Typed answers to any question: rated without marks, and learnt from a bank's own marks.

The doors are ``bole.measurement.api.score``, ``fit`` and ``fit_interview``; cards in ``library/raters``.

One answer: ``reading`` cuts it, ``rubric`` prepares what it is held against (``pieces`` are what texts are
compared by), ``defences`` (with ``bags``) set aside what is no answer, ``matching`` (with ``denial`` and
``measurement.negation``) and ``meaning`` compare, ``raw`` joins them, ``untrained`` gives mark and band.

Marked answers: ``examples`` checks and orders them, ``rows`` reads each once, ``maps`` bends the scale,
``questions`` (``kernels``, ``ridge``) learns each question, ``stack`` (``trees``) weighs the learners,
``bands`` says how sure, ``fitting`` is the recipe, ``fitted`` the rater, ``saving`` its file.

Measuring: ``evaluating``; ``measurement.attacks`` attacks; ``cards`` reads what was measured.
Interviews: ``speaking`` counts, ``impressions`` learns.
"""
