"""The demo year: an invented 2025 of Lạng Sơn, told through the portal's own doors.

``people``, ``year`` and ``places`` are plans without a database; ``building`` carries them out by
the same imports, approvals and payments that users have.
"""
