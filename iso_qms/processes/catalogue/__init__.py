"""The national catalogue of procedures: records as they were published, matched to our procedures and held beside them.

A *published procedure* has the catalogue's code (1.004441) and the decision it was published by. People match it with a
procedure; nothing is matched by itself.
"""
