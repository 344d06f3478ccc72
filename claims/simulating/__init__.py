"""What a version of the law would cost: a run over a past year, or over a planned one.

``gathering`` reads people, events and the ledger once; ``workers`` puts them to the pure rules in
processes of their own, a person at a time; ``running`` keeps what comes back. Nothing here writes
to any table but the simulation's own two.

``cases``, ``planning``, ``comparing``, ``tally`` and ``workers`` know the rules and the standard
library only: the processes that they run in start without Django.
"""
