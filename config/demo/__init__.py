"""The demo: an invented 2025 of two provinces, told through the portal's own doors.

Each province is a package. Its ``places``, ``people`` and years are plans without a database; its
``building`` carries them out by the same imports, approvals and payments that users have
(``office``). What is owed comes to the figures printed in the two real reports.
"""
