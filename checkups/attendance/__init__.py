"""Who came to a round: marked at the door by keyboard or scanner, or from the hospital's list."""
