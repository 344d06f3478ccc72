"""When the law arrives late: what decided claims come to under it, and the claims that settle
the difference. Nothing already decided is rewritten.
"""
