"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.improvement import nonconformity_pages
from iso_qms.improvement.action import action_list_pages, action_pages, board_pages, completing_pages, ladder_pages
from iso_qms.improvement.cause import cause_pages
from iso_qms.improvement.correction import correction_pages, rewording_pages
from iso_qms.improvement.effect import measure_pages
from iso_qms.improvement.elsewhere import similar_pages
from iso_qms.improvement.figure import figure_pages
from iso_qms.improvement.obligation import kept_duty_pages, obligation_pages
from iso_qms.improvement.risk import risk_pages
from iso_qms.improvement.room import room
from iso_qms.improvement.sign import sign_pages
