"""Appointments without a database: spans of time, free slots, what may follow what."""
