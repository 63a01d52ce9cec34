#!/usr/bin/env python
"""Django's command line; people use ``bole``."""

import os
import sys


def main() -> None:
    """Run a management command with the demo settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.config.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
