"""Which group of a new version follows which of the one it replaces: typed as data, then used."""

from policies.succession.actions import save_successions, use_successions
from policies.succession.matching import Matcher, is_used, successions_of

__all__ = ["Matcher", "is_used", "save_successions", "successions_of", "use_successions"]
