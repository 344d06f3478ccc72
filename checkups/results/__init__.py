"""What came of a round, and whose turn hasn't come: counted, told, printed."""
