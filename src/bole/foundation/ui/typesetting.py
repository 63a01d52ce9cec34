"""Paper for everybody above: the typesetter stands further down, where sealed documents are made too."""

from bole.foundation.signing.typesetting import FAMILIES, PdfError, fonts, typeset

__all__ = ["FAMILIES", "PdfError", "fonts", "typeset"]
