"""What a facility asks to be paid for a round or a trip, matched person by person."""
