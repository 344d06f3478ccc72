"""Planning rounds of check-ups: plan, roster, parts of units, appointments, invitations."""
