"""The sentences: what is paid or refused, and by which article, as a clerk reads it aloud."""
