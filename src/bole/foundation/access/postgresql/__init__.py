"""The database back end: Django's PostgreSQL, with the actor of the moment told to every statement."""
