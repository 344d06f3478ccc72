"""The plan of a year: quotas, cycles, whose turn it is, the list agreed between bodies.

``ordering`` is pure; ``turns`` reads; ``proposing``, ``standing``, ``agreeing`` and ``at_home``
write.
"""
