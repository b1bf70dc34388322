"""What each rule finds, in a sentence, and an example from real procedures: the page of rules tells it."""

from typing import Any, NamedTuple

from iso_qms.i18n import _l


class About(NamedTuple):
    """A rule for somebody who decides whether it is asked."""

    finds: Any
    example: Any


ABOUT = {
    "issue_number_mismatch": About(
        _l("A footer that Word shows names another issue than the cover."),
        _l("The cover says issue 01, the footer of the second part still says issue 02 of the earlier text."),
    ),
    "effective_date_mismatch": About(
        _l("A footer that Word shows names another day than the cover."),
        _l("The cover says 07/7/2025, the footer from page 5 on says 03/7/2024."),
    ),
    "code_in_use": About(
        _l("The code on the cover is borne by another document too."),
        _l("Three procedures bear the code QT-01."),
    ),
    "step_sum_differs": About(
        _l("The times of the steps of a case do not add up to its limit; what cannot be added up is left alone."),
        _l("The steps take 4 working days together, the limit is 3."),
    ),
    "duration_unparsed": About(
        _l("The time of a step is no amount with a unit."),
        _l("“Theo giấy hẹn” in the column of times."),
    ),
    "empty_amendment_table": About(
        _l("The document is past its first issue and its amendment table is empty."),
        _l("The footer says issue 02, the table has a head and blank rows."),
    ),
    "not_nfc": About(
        _l("Vietnamese letters typed as a letter and loose marks: they look right and are not found by a search."),
        _l("“thủ tục” typed on an old computer, 84 words in one file."),
    ),
    "legacy_font": About(
        _l("Words in a font made before Unicode, which were converted."),
        _l("A section pasted from a file in .VnTime."),
    ),
    "invisible_characters": About(
        _l("Characters that show nothing, or only in one font."),
        _l("A left-to-right mark (U+200E) copied from a web page in front of a step."),
    ),
    "spelling_mixed": About(
        _l("One word bears its tone mark on either vowel of oa, oe or uy; a search by eye finds only one of the two."),
        _l("“Uỷ ban” five times and “Ủy ban” fifteen times in one file."),
    ),
    "step_without_role": About(
        _l("A step says no post or unit that does it."),
        _l("Row 3 “Thẩm định hồ sơ” has an empty column of responsibility."),
    ),
    "step_number_twice": About(
        _l("Two steps bear the same printed number."),
        _l("Two rows of the table are step 4."),
    ),
    "role_variants": About(
        _l("One role stands in several spellings; whether they are one is left to the author."),
        _l("“Uỷ ban nhân dân” in row 2, “Ủy ban nhân dân” in row 5."),
    ),
    "role_unknown": About(
        _l("A step names a role that is no post and no unit of the agency; what is alike is proposed."),
        _l("“Bộ phận Một cửa”, where the agency has had a public service centre since 01/7/2025."),
    ),
    "place_ended": About(
        _l("A district, a township or a merged province is named as if it were there today; titles of laws are not."),
        _l("“Phòng Tư pháp huyện” does step 3, although there are no districts since 01/7/2025."),
    ),
    "unit_ended": About(
        _l("The text names a unit that the agency has closed, outside of the column of responsibility."),
        _l("“Chuyển Phòng Nội vụ xác nhận”, which became part of another unit."),
    ),
    "days_mixed": About(
        _l("Steps of one case are counted partly in working, partly in calendar days, or otherwise than the limit."),
        _l("Step 2 takes 3 working days, step 4 takes 2 days."),
    ),
    "law_not_in_force": About(
        _l("A legal text is cited that has been replaced or has expired."),
        _l("Decree 112/2020/NĐ-CP, replaced since 01/7/2026."),
    ),
    "law_unknown": About(
        _l("A legal text is cited whose number is not in the legal register; without a register nothing is said."),
        _l("“Nghị định số 32/2015/NĐ-CP” typed for 23/2015/NĐ-CP."),
    ),
    "law_twice": About(
        _l("The same number is cited in two rows of the legal basis."),
        _l("Circular 01/2020/TT-BTP in row 3 and in row 7."),
    ),
    "record_without_retention": About(
        _l("A record says no time for which it is kept, and neither does the text around it."),
        _l("“Sổ theo dõi hồ sơ” with an empty column of retention."),
    ),
    "section_missing": About(
        _l("A section that every procedure has is not there."),
        _l("No section on the records to keep."),
    ),
    "section_order": About(
        _l("The main sections do not stand in the usual order."),
        _l("The records stand before the steps."),
    ),
    "abbreviation_undefined": About(
        _l("Capitals are used in a sentence and not explained, although there is a list of abbreviations."),
        _l("“CSDLHTĐT” among the papers, and the list does not have it."),
    ),
    "abbreviation_twice": About(
        _l("The list explains an abbreviation more than once."),
        _l("“TTHC” in the second and in the sixth line."),
    ),
    "code_differs": About(
        _l("The cover of a file names another code than the register has for this document."),
        _l("The cover says QT-7, the register QT-07."),
    ),
    "title_differs": About(
        _l("The cover names another title than the register; when the revision takes effect the register follows it."),
        _l("“Đăng ký lại khai sinh” where the register has “Đăng ký khai sinh”."),
    ),
    "issue_not_next": About(
        _l("The issue number is not after the one that is or was in force."),
        _l("The new text says issue 02, and issue 02 is in force already."),
    ),
    "reference_withdrawn": About(
        _l("The text names a document that is no longer in force."),
        _l("“Theo QT-08” although QT-08 was withdrawn and QT-02 took its place."),
    ),
    "reference_not_yet": About(
        _l("The text names a document that is not in force yet."),
        _l("“Theo QT-33”, which is still being reviewed."),
    ),
    "reference_unknown": About(
        _l("The text names a code like the document's own that is not in the register."),
        _l("“QT-111” typed for QT-11."),
    ),
    "form_not_attached": About(
        _l("A form is named and is not among those attached; where nothing is attached, nothing is said."),
        _l("“Mẫu sổ theo dõi hồ sơ” under the forms, and the file annexes only the two declarations."),
    ),
    "form_not_named": About(
        _l("A form is attached and named nowhere in the text."),
        _l("A declaration on change of name annexed to a procedure that names only the one on births."),
    ),
    "area_differs": About(
        _l("A fee holds in so many communes of an annex, and the annex is not there or lists another number of them."),
        _l("“Áp dụng tại 43 xã, phường tại Phụ lục 3 kèm theo”, and no annex 3 follows."),
    ),
}
