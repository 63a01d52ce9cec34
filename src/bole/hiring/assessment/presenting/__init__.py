"""How a stored report (docs: bole.report/1) is laid out for people: pages, comparison and PDF.

Nothing here reads the database; it turns the frozen JSON into small objects that templates print.
"""
