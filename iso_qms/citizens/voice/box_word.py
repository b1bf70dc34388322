"""The minutes of the opening of a suggestion box, in the layout of Decree 30/2020/NĐ-CP, to be signed by hand."""

from __future__ import annotations

from iso_qms.citizens.voice.box_openings import BoxOpening
from iso_qms.i18n import _, speaking
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper


def minutes(one: BoxOpening, *, agency: Agency) -> bytes:
    """The minutes: day, place, both people, how many letters. It is a paper of the agency and speaks Vietnamese."""
    with speaking("vi"):
        paper = Paper(_("Minutes of the opening of a suggestion box"))
        paper.head(body=agency.name, superior=agency.superior, place=agency.place, day=one.opened_on)
        paper.title(_("Minutes"), _("of the opening of a suggestion box"))
        paper.line(f"{one.opened_on:%d/%m/%Y}", lead=f"{_('Opened on')}:")
        paper.line(one.place, lead=f"{_('Where the box hangs')}:")
        for lead, person in ((_("Opened and noted by"), one.noted_by), (_("Who else was there"), one.witness)):
            paper.line(person.name, lead=f"{lead}:")
        paper.line(str(one.letters), lead=f"{_('Letters inside')}:")
        if one.note:
            paper.line(one.note, lead=f"{_('Remarks')}:")
        sides = ((_("Opened and noted by"), one.noted_by.name), (_("Who else was there"), one.witness.name))
        paper.signatures([(label, _("(signature, full name)"), name) for label, name in sides])
        return paper.data()
