"""Eleven procedures of a commune that does not exist, in our own words and in the patterns of real ones.

Only citations of legal texts are true; places, people, fees and figures are invented.
"""
