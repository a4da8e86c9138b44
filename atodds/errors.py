"""Errors a user can mend. Each message names the thing, the place and the mend, in one line."""


class AtOddsError(Exception):
    """An error whose message is for the user; the command prints it without a traceback."""

    exit_code = 3


class ConfigurationError(AtOddsError):
    """Wrong usage, a missing path, an unknown key in a settings or seeds file."""

    exit_code = 2


class PipelineError(AtOddsError):
    """A run that could not be finished."""

    exit_code = 3


class LockedError(AtOddsError):
    """Another process holds the workspace's database; the message names it."""

    exit_code = 4
