"""Who of the bank may give a person a new address."""

from bole.foundation.access import permissions, roles

RENEW = permissions.declare("personal_links.renew", roles.HR, "Give a person a new address").name
