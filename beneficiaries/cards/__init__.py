"""Health cards in batches: whom a batch concerns, its numbers, its issue, its print."""
