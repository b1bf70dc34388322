"""Checking a procedure for consistency: what in it, and in what the house knows, does not agree (ISO 9001:2015, 7.5.3).

Pure: no Flask, no database. It works on the object that `iso_qms.processes.reading` gives and that a draft gives too.
What cannot be compared gives no finding: a finding that is not true is worse than one that is missing."""

from iso_qms.processes.checking.finding import ERROR, NOTE, SEVERITIES, WARNING, Finding, Knowledge, Place
from iso_qms.processes.checking.laws import KNOWN_LAWS, LawRegister, ReplacedText
from iso_qms.processes.checking.rules import RULES, Rule, check

__all__ = [
    "ERROR",
    "KNOWN_LAWS",
    "NOTE",
    "RULES",
    "SEVERITIES",
    "WARNING",
    "Finding",
    "Knowledge",
    "LawRegister",
    "Place",
    "ReplacedText",
    "Rule",
    "check",
]
