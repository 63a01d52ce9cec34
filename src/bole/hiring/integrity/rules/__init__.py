"""What may be pointed out to a person, and from when on. Pure: no clock, no database, no score."""
