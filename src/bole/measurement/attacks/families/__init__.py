"""The families of attacks, in the order in which they are reported."""

from bole.measurement.attacks.families import bending, borrowing, padding, pleading, stuffing
from bole.measurement.attacks.family import Family

FAMILIES: tuple[Family, ...] = (
    *stuffing.FAMILIES,
    *borrowing.FAMILIES,
    *bending.FAMILIES,
    *padding.FAMILIES,
    *pleading.FAMILIES,
)
